//! The two databases: a SQLite file in the test's own folder, or a schema of its own in a
//! PostgreSQL that lives exactly as long as this test process.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{DirBuilderExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use sqlx::{Connection as _, Executor as _, PgConnection};

/// The kinds of database that every journey runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file, as the demo uses it.
    Sqlite,
    /// A server, as production uses it.
    Postgres,
}

impl Database {
    /// The address of a new, empty database; a file goes into `dir`.
    pub async fn fresh(self, dir: &Path) -> String {
        match self {
            Self::Sqlite => format!("sqlite:{}", dir.join("parvis.sqlite").display()),
            Self::Postgres => {
                static SHARED: OnceLock<Cluster> = OnceLock::new();
                SHARED.get_or_init(Cluster::start).fresh().await
            }
        }
    }
}

/// A PostgreSQL server of the tests' own, in a folder of its own, reached by a Unix socket.
///
/// Its keeper is a shell that waits for the end of its standard input. However this process ends,
/// killed included, that pipe closes; the keeper then stops the server and removes the folder.
pub struct Cluster {
    dir: PathBuf,
    keeper: Child,
}

/// `$1`: the folder of PostgreSQL's programs; `$2`: the cluster's. Durability stays on: the portal
/// refuses a server without it. "ready" is said once connections are taken.
const KEEPER: &str = r#"
    cd "$2" || exit 1
    "$1/initdb" -D data -U postgres -A trust -E UTF8 --locale=C --no-sync >log 2>&1 || { cat log; exit 1; }
    "$1/postgres" -D data -k "$2" -c listen_addresses= -c max_connections=400 -c shared_buffers=32MB >>log 2>&1 &
    server=$!
    until "$1/pg_isready" -q -h "$2" -U postgres; do
        kill -0 $server 2>/dev/null || { cat log; exit 1; }
        sleep 0.05
    done
    echo ready
    cat >/dev/null
    kill -QUIT $server
    wait $server
    cd / && rm -rf "$2"
"#;

impl Cluster {
    /// Starts a server. As root, it runs as the user `postgres`: the server itself refuses root.
    pub fn start() -> Self {
        // Short, since the path of a Unix socket may have at most 107 bytes.
        let name = uuid::Uuid::from_bytes(parvis::id::random()).simple().to_string();
        let dir = std::env::temp_dir().join(format!("parvis-pg-{}", &name[..12]));
        fs::DirBuilder::new().mode(0o700).create(&dir).unwrap();
        let mut command = Command::new("sh");
        // A group of its own: Ctrl-C is for the tests, and the keeper hears of their end anyway.
        command.args(["-c", KEEPER, "keeper"]).arg(programs()).arg(&dir).process_group(0);
        if let Some((user, group)) = unprivileged() {
            chown(&dir, Some(user), Some(group)).unwrap();
            command.uid(user).gid(group);
        }
        let keeper = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut keeper = keeper.spawn().unwrap();
        let mut said = String::new();
        let mut output = BufReader::new(keeper.stdout.take().unwrap());
        while !said.ends_with("ready\n") {
            assert!(output.read_line(&mut said).unwrap() > 0, "PostgreSQL does not start:\n{said}");
        }
        Self { dir, keeper }
    }

    /// The address of a new, empty schema: a database of its own would cost every test some three
    /// hundred files.
    pub async fn fresh(&self) -> String {
        let name = format!("t{}", uuid::Uuid::from_bytes(parvis::id::random()).simple());
        let mut postgres = PgConnection::connect(&self.url("public")).await.unwrap();
        let create = sqlx::AssertSqlSafe(format!("CREATE SCHEMA {name}"));
        postgres.execute(create).await.unwrap();
        // Whoever cuts connections cuts those of that name, and nobody else's (`support::THEIRS`).
        format!("{}&application_name={name}", self.url(&name))
    }

    fn url(&self, schema: &str) -> String {
        let socket: String =
            url::form_urlencoded::byte_serialize(self.dir.as_os_str().as_encoded_bytes()).collect();
        format!("postgres://postgres@localhost/postgres?host={socket}&options[search_path]={schema}")
    }

    /// Stops the server at once, as a power cut would.
    pub fn stop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().unwrap();
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Where PostgreSQL's programs are: the newest of Debian's folders, or the search path.
fn programs() -> PathBuf {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_isready"].iter().all(|program| folder.join(program).exists())
    };
    folders.into_iter().find(complete).expect(
        "PostgreSQL is needed for these tests (Debian: apt-get install postgresql); \
         none found in /usr/lib/postgresql or in PATH",
    )
}

/// Whom to run the server as when we are root: user and group of `postgres`, or of `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let root = status.lines().any(|line| line.starts_with("Uid:\t0\t"));
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    root.then(|| ids("postgres").or_else(|| ids("nobody")).expect("a user to run PostgreSQL as"))
}
