//! One execution followed to its end, over dropped connections and streams that the server closes.
//!
//! A server ends every stream after some minutes and expects to be asked for the rest; the end of the work is the
//! message that says so, never the end of a stream.

use spark_connect_core::{ExecutePlanResponseReattachableIterator, SparkConnectClient, SparkError};
use spark_connect_proto::{ExecutePlanRequest, ExecutePlanResponse};
use std::time::Duration;

/// A stream that says nothing for so long is taken for dropped.
const SILENCE: Duration = Duration::from_secs(300);
/// Streams in a row that the server closes without a word: at its usual two minutes each a day, at once some minutes.
const QUIET_STREAMS: u32 = 720;
/// How often in a row a connection is made anew, and how long is waited between: about two minutes in all.
const ATTEMPTS: u32 = 9;
const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// An execution with its identifier.
pub(super) struct Execution {
    at: ExecutePlanResponseReattachableIterator,
}

/// What becomes of a failed attempt.
enum Then {
    /// Ask for the rest.
    Reattach,
    /// The server has never heard of it.
    StartAnew,
}

impl Execution {
    pub(super) fn new(request: ExecutePlanRequest) -> Self {
        Self { at: ExecutePlanResponseReattachableIterator::new(request) }
    }

    /// By which it can be interrupted.
    pub(super) fn id(&self) -> &str {
        self.at.operation_id()
    }

    /// Runs it; `hear` is given every message once, in order.
    pub(super) async fn follow(
        &self,
        client: &SparkConnectClient,
        mut hear: impl FnMut(&ExecutePlanResponse),
    ) -> Result<(), SparkError> {
        let (mut started, mut failed, mut quiet) = (false, 0, 0);
        loop {
            let opened = if started {
                client.reattach_execute(self.at.create_reattach_request().await).await
            } else {
                client.execute_plan(self.at.request().clone()).await
            };
            started = true;
            let fault = match opened {
                Err(error) => error,
                Ok(mut stream) => loop {
                    let Ok(message) = tokio::time::timeout(SILENCE, stream.message()).await else {
                        break silence();
                    };
                    match message {
                        Ok(Some(message)) => {
                            (failed, quiet) = (0, 0);
                            self.at.set_last_response_id(&message).await;
                            hear(&message);
                            if self.at.is_completed().await {
                                self.release(client).await;
                                return Ok(());
                            }
                        }
                        // There is more: servers end streams after a while, which is no failure.
                        Ok(None) => {
                            (failed, quiet) = (0, quiet + 1);
                            break closed();
                        }
                        Err(status) => break SparkError::from_grpc_status(status),
                    }
                },
            };
            match self.then(&fault).await {
                Some(Then::StartAnew) => started = false,
                Some(Then::Reattach) => {}
                None => return Err(fault),
            }
            failed += 1;
            if failed > ATTEMPTS || quiet > QUIET_STREAMS {
                return Err(fault);
            }
            if failed > 1 {
                tracing::info!("the connection to Spark is gone ({}): asking anew", code(&fault));
            }
            tokio::time::sleep(FIRST_WAIT.saturating_mul(1 << (failed - 1)).min(LONGEST_WAIT))
                .await;
        }
    }

    /// What to do about a fault; nothing where it is the cluster's last word.
    async fn then(&self, fault: &SparkError) -> Option<Then> {
        let said = fault.get_condition().unwrap_or_default();
        if said.contains("OPERATION_ALREADY_EXISTS") || said.contains("CURSOR") {
            return Some(Then::Reattach);
        }
        // Spark has a condition for it, Sail words alone.
        let is_unknown = said.contains("OPERATION_NOT_FOUND")
            || fault.to_string().contains("operation not found");
        if is_unknown && self.at.last_response_id().await.is_none() {
            return Some(Then::StartAnew);
        }
        let by_server = fault.params.contains_key("classes") || fault.grpc_details.is_some();
        (is_of_connection(fault) && !by_server).then_some(Then::Reattach)
    }

    /// Lets the server forget the messages; it would do so by itself, later.
    async fn release(&self, client: &SparkConnectClient) {
        let request = self.at.create_release_request(true).await;
        if let Err(error) = client.release_execute(request).await {
            tracing::debug!(code = code(&error), "the execution is not released");
        }
    }
}

/// Codes of gRPC.
const CANCELLED: i32 = 1;
const UNKNOWN: i32 = 2;
const DEADLINE: i32 = 4;
const INTERNAL: i32 = 13;
const UNAVAILABLE: i32 = 14;

fn code(error: &SparkError) -> i32 {
    error.grpc_code.unwrap_or(UNKNOWN)
}

/// Whether a fault may be of the way to the server: those that a server reports have details.
pub(super) fn is_of_connection(error: &SparkError) -> bool {
    [CANCELLED, UNKNOWN, DEADLINE, INTERNAL, UNAVAILABLE].contains(&code(error))
}

fn unavailable(reason: &str) -> SparkError {
    SparkError { grpc_code: Some(UNAVAILABLE), ..SparkError::connect_msg(reason) }
}

fn silence() -> SparkError {
    unavailable("it has said nothing for minutes")
}

fn closed() -> SparkError {
    unavailable("it has closed the stream")
}
