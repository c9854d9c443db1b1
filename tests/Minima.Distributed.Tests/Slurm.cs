using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Minima.Distributed.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Slurm))]

namespace Minima.Distributed.Tests;

/// <summary>Slurm on this machine alone: a controller and a node, from the first test that asks for them to the end of all tests.</summary>
public sealed class Slurm : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("minima-slurm-").FullName;
    private readonly List<Process> _daemons = [];
    private readonly Lazy<string> _configuration;

    public Slurm() => _configuration = new(Begun);

    public void Dispose()
    {
        foreach (var daemon in _daemons)
        {
            daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A program on so many ranks that srun starts, more than there are cores if need be.</summary>
    internal Launched Start(int ranks, IReadOnlyList<string> options, IReadOnlyList<string> command) =>
        Launched.Start(["srun", "-n", ranks.ToString(CultureInfo.InvariantCulture), "--overcommit", .. options, .. command], new Dictionary<string, string> { ["SLURM_CONF"] = _configuration.Value });

    /// <summary>A port of this machine on which nobody listens.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string Begun()
    {
        var host = Environment.MachineName.Split('.')[0];
        var path = Path.Combine(_folder, "slurm.conf");
        var (controller, node) = (FreePort(), FreePort());

        // Nothing but what one machine needs: no passwords, no groups of processes by the kernel, no accounts.
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"""
            ClusterName=minima
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={controller}
            SlurmdPort={node}
            SlurmUser={Environment.UserName}
            SlurmdUser={Environment.UserName}
            AuthType=auth/none
            CredType=cred/none
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            SelectType=select/cons_tres
            MpiDefault=pmix
            ReturnToService=2
            StateSaveLocation={Folder("state")}
            SlurmdSpoolDir={Folder("spool")}
            SlurmctldPidFile={_folder}/controller.pid
            SlurmdPidFile={_folder}/node.pid
            NodeName={host} NodeAddr=127.0.0.1 CPUs={Environment.ProcessorCount} State=UNKNOWN
            PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:16

            """));
        foreach (var name in new[] { "slurmctld", "slurmd" }) _daemons.Add(Process.Start(With(path, "sh", "-c", $"exec {name} -D > '{_folder}/{name}.log' 2>&1"))!);
        var begun = Stopwatch.GetTimestamp();
        while (State(path) != "idle")
        {
            if (Stopwatch.GetElapsedTime(begun) > Launched.Patience) throw new TimeoutException(string.Join('\n', Directory.EnumerateFiles(_folder, "*.log").Select(File.ReadAllText)));
            Thread.Sleep(100);
        }

        return path;
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    private static string State(string configuration)
    {
        var info = With(configuration, "sinfo", "-h", "-o", "%T");
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd().Trim();
        error.Wait();
        process.WaitForExit();
        return output;
    }

    private static ProcessStartInfo With(string configuration, string program, params string[] words)
    {
        var info = new ProcessStartInfo(program, words) { UseShellExecute = false };
        info.Environment["SLURM_CONF"] = configuration;
        return info;
    }
}
