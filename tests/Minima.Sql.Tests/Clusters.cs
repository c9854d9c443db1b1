using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Minima.Sql.Tests;

/// <summary>Two clusters of PostgreSQL in a temporary folder: sockets for the tests, loopback with passwords for what a stranger meets.</summary>
public sealed class Clusters : IDisposable
{
    /// <summary>The password of the user minima on loopback.</summary>
    public const string Password = "s3cret:/@pass";

    private static readonly bool IsRoot = Environment.UserName == "root";

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-pg-").FullName;

    public Clusters()
    {
        if (IsRoot) Run("chown", "postgres", _folder);
        File.WriteAllText(Path.Combine(_folder, "password"), Password);
        Run("chmod", "644", Path.Combine(_folder, "password"));
        Ports = [FreePort(), FreePort()];
        for (var i = 0; i < 2; i++)
        {
            AsServer(Path.Combine(Bin, "initdb"), "-D", Home(i), "-U", "minima", "--auth-local=trust", "--auth-host=scram-sha-256", $"--pwfile={Path.Combine(_folder, "password")}", "--no-sync");
            Start(i);
        }
    }

    public int[] Ports { get; }

    private static string Bin { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.EnumerateDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).Last()
        : "";

    /// <summary>The address of a table over the socket.</summary>
    public string Address(int cluster, string table) => string.Create(CultureInfo.InvariantCulture, $"postgres://minima@:{Ports[cluster]}/postgres?host={Uri.EscapeDataString(_folder)}&table={Uri.EscapeDataString(table)}");

    /// <summary>The log of a cluster, with every statement.</summary>
    public string Log(int cluster) => File.ReadAllText(Home(cluster) + ".log");

    public void Start(int cluster) => AsServer(
        Path.Combine(Bin, "pg_ctl"),
        "-D", Home(cluster), "-w", "-l", Home(cluster) + ".log",
        "-o", string.Create(CultureInfo.InvariantCulture, $"-c listen_addresses=127.0.0.1 -c unix_socket_directories='{_folder}' -p {Ports[cluster]} -c fsync=off -c log_statement=all"),
        "start");

    /// <summary>As a power cut.</summary>
    public void Kill(int cluster) => AsServer(Path.Combine(Bin, "pg_ctl"), "-D", Home(cluster), "-m", "immediate", "-w", "stop");

    public NpgsqlConnection Connect(int cluster)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder { Host = _folder, Port = Ports[cluster], Username = "minima", Database = "postgres", Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    public void Execute(int cluster, string sql)
    {
        using var connection = Connect(cluster);
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public List<string> Query(int cluster, string sql)
    {
        using var connection = Connect(cluster);
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return rows;
    }

    /// <summary>Makes a table of some rows of a CSV file, in which NA is a missing value.</summary>
    /// <param name="cluster">The server.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="csv">The file.</param>
    /// <param name="takes">Chooses rows by their places; null for all.</param>
    /// <param name="types">The types of columns that are not of doubles.</param>
    public void Load(int cluster, string table, string csv, Func<int, bool>? takes = null, params (string Column, string Type)[] types)
    {
        var lines = File.ReadAllLines(csv);
        var columns = lines[0].Split(',');
        using var connection = Connect(cluster);
        using (var create = new NpgsqlCommand($"DROP TABLE IF EXISTS {table}; CREATE TABLE {table} ({string.Join(", ", columns.Select(name => $"\"{name}\" {Array.Find(types, type => type.Column == name).Type ?? "double precision"}"))})", connection)) create.ExecuteNonQuery();
        using var copy = connection.BeginTextImport($"COPY {table} FROM STDIN (FORMAT csv, NULL 'NA')");
        for (var i = 1; i < lines.Length; i++)
        {
            if (takes?.Invoke(i - 1) != false) copy.Write(lines[i] + "\n");
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < 2; i++)
        {
            if (File.Exists(Path.Combine(Home(i), "postmaster.pid"))) Kill(i);
        }

        if (IsRoot) Run("chown", "-R", "root", _folder);
        Directory.Delete(_folder, recursive: true);
    }

    private string Home(int cluster) => Path.Combine(_folder, cluster == 0 ? "a" : "b");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The server refuses to run as root.</summary>
    private static void AsServer(string program, params string[] arguments)
    {
        if (Bin.Length == 0) throw new InvalidOperationException("PostgreSQL's server is not in /usr/lib/postgresql: apt-get install postgresql");
        if (IsRoot) Run("runuser", ["-u", "postgres", "--", program, .. arguments]);
        else Run(program, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // The server inherits pipes and would keep them open: its output goes to its log.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" > /dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException(new StringBuilder($"{program} ended with {process.ExitCode}: ").AppendJoin(' ', arguments).ToString());
    }
}
