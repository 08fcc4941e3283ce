//! Runs futures by hand, so that every run is the same.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

#[derive(Default)]
pub struct Driver {
    tasks: Vec<Task>,
}

struct Task {
    future: Option<Pin<Box<dyn Future<Output = ()>>>>,
    woken: Arc<Flag>,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What a task gives when it is done, and the way to drop it before.
pub struct Handle<T> {
    index: usize,
    output: Rc<RefCell<Option<T>>>,
}

impl<T> Handle<T> {
    pub fn is_done(&self) -> bool {
        self.output.borrow().is_some()
    }

    pub fn take(&self) -> Option<T> {
        self.output.borrow_mut().take()
    }
}

impl Driver {
    /// Begins a task, and lets all run until they wait.
    pub fn start<T: 'static>(&mut self, future: impl Future<Output = T> + 'static) -> Handle<T> {
        let output = Rc::new(RefCell::new(None));
        let sink = Rc::clone(&output);
        let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(async move {
            let value = future.await;
            *sink.borrow_mut() = Some(value);
        });
        self.tasks.push(Task { future: Some(future), woken: Arc::new(Flag(AtomicBool::new(true))) });
        self.settle();
        Handle { index: self.tasks.len() - 1, output }
    }

    /// Drops a task wherever it waits, and lets the others run.
    pub fn cancel<T>(&mut self, handle: &Handle<T>) {
        self.tasks[handle.index].future = None;
        self.settle();
    }

    /// Runs all that are woken, until all wait.
    pub fn settle(&mut self) {
        let mut running = true;
        while running {
            running = false;
            for task in &mut self.tasks {
                let Some(future) = task.future.as_mut().filter(|_| task.woken.0.swap(false, Ordering::Relaxed)) else {
                    continue;
                };
                running = true;
                let waker = Waker::from(Arc::clone(&task.woken));
                if let Poll::Ready(()) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                    task.future = None;
                }
            }
        }
    }
}
