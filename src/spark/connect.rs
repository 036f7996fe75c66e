//! The client of Spark Connect: sessions, statements, interruption. Who asks waits for the answer.

use super::progress::Told;
use super::stream::{Execution, is_of_connection};
use super::words::{missing_path, root_cause};
use super::{Address, Cluster, SparkError, running};
use crate::progress::Watcher;
use arrow_array::RecordBatch;
use arrow_ipc::reader::StreamReader;
use spark_connect_core::{ChannelBuilder, RetryPolicy, SparkConnectClient, SparkError as Fault};
use spark_connect_proto::command::CommandType;
use spark_connect_proto::execute_plan_response::ResponseType;
use spark_connect_proto::plan::OpType;
use spark_connect_proto::relation::RelType;
use spark_connect_proto::write_operation::{SaveMode, SaveType};
use spark_connect_proto::{
    Command, ExecutePlanRequest, FetchErrorDetailsRequest, Plan, Relation, Sql, UserContext,
    WriteOperation,
};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// The session's setting without which times move.
const ZONE: &str = "spark.sql.session.timeZone";
const UTC: &str = "UTC";
/// Settings that a server need not know: without the first, times are written in a form of its own; without the second,
/// customers that lie together are shuffled once more for every join by customer and date.
const WISHES: [(&str, &str); 2] = [
    ("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"),
    ("spark.sql.requireAllClusterKeysForCoPartition", "false"),
];
/// Who is connected, where the address does not say.
const USER: (&str, &str) = ("user_id", "winback");
/// How long the last words may take.
const GOODBYE: Duration = Duration::from_secs(3);

/// A session on a server.
pub(super) struct Connect {
    runtime: Runtime,
    client: SparkConnectClient,
    address: Address,
    /// The execution that runs.
    running: Mutex<Option<String>>,
}

impl Connect {
    /// Opens a session and sets its time zone to UTC.
    pub(super) fn open(address: &Address) -> Result<Arc<dyn Cluster + Send>, SparkError> {
        let bad = |fault: &Fault| SparkError::BadAddress {
            address: address.to_string(),
            reason: fault.message().lines().next().unwrap_or_default().to_owned(),
        };
        let mut builder =
            ChannelBuilder::parse(address.whole()).map_err(|_| SparkError::NoAddress)?;
        if builder.user_id().is_none() {
            builder.set(USER.0, USER.1);
        }
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(SparkError::Client)?;
        let connected = runtime.block_on(SparkConnectClient::connect(&builder));
        let mut client = connected.map_err(|fault| bad(&fault))?;
        client.set_retry_policy(RetryPolicy {
            max_retries: Some(2),
            initial_backoff_ms: 500,
            ..RetryPolicy::default()
        });
        let connect = Self { runtime, client, address: address.clone(), running: Mutex::new(None) };
        connect.set_up()?;
        let connect: Arc<dyn Cluster + Send> = Arc::new(connect);
        running::note(&connect);
        Ok(connect)
    }

    fn set_up(&self) -> Result<(), SparkError> {
        let set = async {
            self.client.set_config(ZONE, UTC).await?;
            for (key, value) in WISHES {
                if let Err(fault) = self.client.set_config(key, value).await {
                    tracing::debug!(code = fault.grpc_code, "{key} is not set");
                }
            }
            self.client.get_configs(&[ZONE]).await
        };
        let said = self.runtime.block_on(set);
        let said = said.map_err(|fault| self.error("its settings", &fault))?;
        match said.into_iter().next().flatten() {
            Some(zone) if zone == UTC => Ok(()),
            other => Err(SparkError::Zone(other.unwrap_or_default())),
        }
    }

    fn context(&self) -> UserContext {
        let user_id = self.client.user_id().unwrap_or_default().to_owned();
        UserContext { user_id, ..UserContext::default() }
    }

    /// Runs a plan; gives the Arrow data that come back.
    fn run(
        &self,
        plan: OpType,
        what: &str,
        watcher: &dyn Watcher,
    ) -> Result<Vec<Vec<u8>>, SparkError> {
        let execution = Execution::new(ExecutePlanRequest {
            session_id: self.client.session_id().to_owned(),
            user_context: Some(self.context()),
            plan: Some(Plan { op_type: Some(plan) }),
            ..ExecutePlanRequest::default()
        });
        self.note_running(Some(execution.id().to_owned()));
        let mut told = Told::begin(what, watcher);
        let mut batches = Vec::new();
        let ended = self.runtime.block_on(execution.follow(&self.client, |message| {
            match &message.response_type {
                Some(ResponseType::ArrowBatch(batch)) => batches.push(batch.data.to_vec()),
                Some(ResponseType::ExecutionProgress(progress)) => told.hear(progress),
                _ => {}
            }
        }));
        running::wait_if_ending();
        self.note_running(None);
        ended.map_err(|fault| self.error(what, &fault))?;
        told.end();
        Ok(batches)
    }

    fn note_running(&self, id: Option<String>) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = id;
    }

    /// What a fault means.
    fn error(&self, what: &str, fault: &Fault) -> SparkError {
        let message = fault.message();
        if let Some(path) = missing_path(&message) {
            return SparkError::NotThere(path);
        }
        let address = self.address.to_string();
        match fault.grpc_code {
            Some(7 | 16) => return SparkError::Denied(address),
            _ if is_of_connection(fault) && fault.grpc_details.is_none() => {
                return SparkError::Unreachable { address, reason: root_cause(&message) };
            }
            _ => {}
        }
        let deepest = fault.params.get("errorId").and_then(|id| self.deepest_cause(id));
        let reason = root_cause(deepest.as_deref().unwrap_or(&message));
        SparkError::Failed { what: what.to_owned(), reason }
    }

    /// What the last in the chain of causes says.
    fn deepest_cause(&self, error_id: &str) -> Option<String> {
        let request = FetchErrorDetailsRequest {
            session_id: self.client.session_id().to_owned(),
            user_context: Some(self.context()),
            error_id: error_id.to_owned(),
            ..FetchErrorDetailsRequest::default()
        };
        // Time is the runtime's: the future is made within it.
        let asked =
            async { tokio::time::timeout(GOODBYE, self.client.fetch_error_details(request)).await };
        let details = self.runtime.block_on(asked).ok()?.ok()?;
        let (mut at, mut said) = (details.root_error_idx, None);
        // No chain is longer than the list that it is in.
        for _ in 0..details.errors.len() {
            let Some(error) = at.and_then(|at| details.errors.get(at as usize)) else { break };
            if !error.message.trim().is_empty() {
                said = Some(error.message.clone());
            }
            at = error.cause_idx;
        }
        said
    }
}

impl Cluster for Connect {
    fn rows(
        &self,
        statement: &str,
        what: &str,
        watcher: &dyn Watcher,
    ) -> Result<Vec<RecordBatch>, SparkError> {
        let broken = |error: arrow_schema::ArrowError| SparkError::Answer {
            what: what.to_owned(),
            reason: error.to_string(),
        };
        let mut rows = Vec::new();
        for data in self.run(OpType::Root(relation(statement)), what, watcher)? {
            let reader = StreamReader::try_new(data.as_slice(), None).map_err(broken)?;
            for batch in reader {
                rows.push(batch.map_err(broken)?);
            }
        }
        Ok(rows)
    }

    fn write(
        &self,
        statement: &str,
        path: &str,
        what: &str,
        watcher: &dyn Watcher,
    ) -> Result<(), SparkError> {
        let write = WriteOperation {
            input: Some(relation(statement)),
            source: Some("parquet".to_owned()),
            mode: SaveMode::Overwrite.into(),
            save_type: Some(SaveType::Path(path.to_owned())),
            ..WriteOperation::default()
        };
        let command = Command { command_type: Some(CommandType::WriteOperation(write)) };
        self.run(OpType::Command(command), what, watcher).map(drop)
    }

    fn cancel(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(id) = running else { return };
        let asked =
            async { tokio::time::timeout(GOODBYE, self.client.interrupt_operation(&id)).await };
        match self.runtime.block_on(asked) {
            Ok(Ok(_)) => {}
            _ => tracing::warn!("the work in the cluster could not be ended: it runs on"),
        }
    }
}

impl Drop for Connect {
    fn drop(&mut self) {
        let left = async { tokio::time::timeout(GOODBYE, self.client.release_session()).await };
        if !matches!(self.runtime.block_on(left), Ok(Ok(()))) {
            tracing::debug!("the session is not released");
        }
    }
}

fn relation(statement: &str) -> Relation {
    let sql = Sql { query: statement.to_owned(), ..Sql::default() };
    Relation { rel_type: Some(RelType::Sql(sql)), ..Relation::default() }
}
