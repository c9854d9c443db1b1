using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Minima.Trees;
using Minima.Training;
using Xunit;

namespace Minima.Distributed.Tests;

/// <summary>Workers of XGBoost's library that boost together: the model that one process makes, whatever the losses, and what becomes of workers that die, never come, or are none.</summary>
public sealed class BoostWorkersTests : IDisposable
{
    /// <summary>The others have ended so long after a worker.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("minima-workers-").FullName;

    /// <summary>The bytes of the model do not depend on the number of workers: parts of unequal length, texts and gaps that some parts lack.</summary>
    [Theory, SampledCases]
    [Case("--target y --loss mse")]
    [Case("--target y --loss pinball:0.8 --early-stop 3 --rate 0.5")]
    [Case("--target y --loss cost*(4*relu(t-p)+relu(p-t)) --held-out 0.3 --group who")]
    [Case("--target y --loss cauchy --weight cost --row-share 0.7 --column-share 0.7 --growth leaf --leaves 9")]
    [Case("--target y --loss gaussian_nll --heads all")]
    [Case("--target y --loss pinball --heads 0.1,0.9 --held-out 0.2")]
    [Case("--target level --ignore y")]
    [Case("--target big --ignore y --monotone x=up --l2 1")]
    public void AnyNumberOfWorkersMakesTheModelOfOne(string options)
    {
        var parts = Parts(700, 3);
        string[] words = ["--engine", "xgboost", "--rounds", "6", "--depth", "4", "--json", "--threads", "1", .. options.Split(' '), .. options.Contains("level", StringComparison.Ordinal) ? Array.Empty<string>() : ["--ignore", "level"], .. options.Contains("big", StringComparison.Ordinal) ? Array.Empty<string>() : ["--ignore", "big"], .. options.Contains("who", StringComparison.Ordinal) ? Array.Empty<string>() : ["--ignore", "who"]];
        var alone = Launched.Run(0, ["dotnet", Launched.Minima, "boost", .. words, .. parts]);
        Assert.Contains("\"trees\"", alone, StringComparison.Ordinal);
        Assert.Equal(alone, Launched.Run(0, ["dotnet", Launched.Minima, "boost", .. words, .. parts, "--workers", "2"]));
        Assert.Equal(alone, Launched.Run(0, ["dotnet", Launched.Minima, "boost", .. words, .. parts, "--workers", "3"]));
    }

    /// <summary>Workers that were started one by one, while strangers send what they like to the port at which they meet.</summary>
    [Fact]
    public void StrangersAtTheTrackerDisturbNobody()
    {
        var parts = Parts(300, 2);
        var tracker = FreePlace();
        string[] words = ["--target", "y", "--engine", "xgboost", "--loss", "mae", "--rounds", "3", "--ignore", "who", "--ignore", "level", "--ignore", "big", "--json"];
        var alone = Launched.Run(0, ["dotnet", Launched.Minima, "boost", .. words, .. parts]);
        using var first = Worker(words, tracker, 0, 2, parts[0]);
        var random = new Random(1);
        byte[][] hostile =
        [
            [], [0x99], "GET / HTTP/1.1\r\n\r\n"u8.ToArray(), Hello(0xff98, 0, 2, "1", "start"), Hello(0xff99, 7, 2, "1", "start"), Hello(0xff99, -1, 3, "1", "start"), Hello(0xff99, -1, -1, "2", "start"), Hello(0xff99, -1, -1, "-1", "start"),
            Hello(0xff99, -1, -1, "NULL", "start"), Hello(0xff99, -1, -1, "1", "recover"), Hello(0xff99, 1, -1, "1", "shutdown"), Hello(0xff99, -1, -1, "1", "print"), Hello(0xff99, -1, -1, new string('1', 5000), "start"),
            [.. BitConverter.GetBytes(0xff99), .. BitConverter.GetBytes(-1), .. BitConverter.GetBytes(-1), .. BitConverter.GetBytes(int.MaxValue)], [.. BitConverter.GetBytes(0xff99), .. BitConverter.GetBytes(-1), .. BitConverter.GetBytes(-1), .. BitConverter.GetBytes(-5)],
            .. Enumerable.Range(0, 40).Select(_ => { var bytes = new byte[random.Next(200)]; random.NextBytes(bytes); return bytes; }),
        ];
        var open = new List<Socket>();
        first.Until(() => Connect(tracker) is { } socket && Kept(open, socket));
        foreach (var bytes in hostile)
        {
            var socket = Connect(tracker)!;
            socket.Send(bytes);

            // Half of them stay and say no more.
            if (open.Count % 2 == 0) Kept(open, socket);
            else socket.Dispose();
        }

        using var second = Worker(words, tracker, 1, 2, parts[1]);
        first.Wait();
        second.Wait();
        open.ForEach(socket => socket.Dispose());
        Assert.True(first.ExitCode == 0 && second.ExitCode == 0, first.Error + second.Error);
        Assert.Equal(alone, first.Output);
        Assert.Equal("", second.Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AKilledWorkerEndsAll(int victim)
    {
        var parts = Parts(400, 2);
        var tracker = FreePlace();
        string[] words = ["--target", "y", "--engine", "xgboost", "--loss", "mae", "--rounds", "100000", "--ignore", "who", "--ignore", "level", "--ignore", "big", "--save", Path.Combine(_folder, "never.json")];
        using var first = Worker(words, tracker, 0, 2, parts[0]);
        using var second = Worker(words, tracker, 1, 2, parts[1]);
        first.Until(() => first.Error.Contains("round ", StringComparison.Ordinal));
        var (killed, other) = victim == 0 ? (first, second) : (second, first);
        killed.Kill();
        Assert.True(other.EndsWithin(Limit), $"worker {1 - victim} lives {Limit.TotalSeconds} s after worker {victim} was killed: {other.Error}");
        Assert.Equal(69, other.ExitCode);
        Assert.Contains($"Worker {victim} (host {Environment.MachineName}) has ended without an error message", other.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "never.json")));
    }

    [Fact]
    public void AWorkerThatHangsEndsAll()
    {
        var parts = Parts(400, 2);
        var tracker = FreePlace();
        string[] words = ["--target", "y", "--engine", "xgboost", "--loss", "mae", "--rounds", "100000", "--ignore", "who", "--ignore", "level", "--ignore", "big"];
        using var first = Worker(words, tracker, 0, 2, parts[0]);
        using var second = Worker(words, tracker, 1, 2, parts[1]);
        first.Until(() => first.Error.Contains("round ", StringComparison.Ordinal));
        second.Suspend();
        Assert.True(first.EndsWithin(Limit), first.Error);
        Assert.Equal(69, first.ExitCode);
        Assert.Contains($"Worker 1 (host {Environment.MachineName}) has not answered for 5 s", first.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void PartsThatDoNotBelongTogetherAreRefused()
    {
        string Write(string name, string text)
        {
            var path = Path.Combine(_folder, name);
            File.WriteAllText(path, text);
            return path;
        }

        var table = Write("a.csv", "x,k,y\n1,a,2\n2,b,3\n3,a,5\n4,b,1\n");
        Refused(4, "part 1: it lacks the column 'k'", table, Write("b.csv", "x,y\n1,2\n2,3\n"));
        Refused(4, "part 1: it has the column 'z', which part 0 lacks", table, Write("c.csv", "x,k,z,y\n1,a,2,3\n2,b,3,4\n"));
        Refused(4, "column 'x': it holds texts in part 1 and numbers in part 0", table, Write("d.csv", "x,k,y\nu,a,2\nv,b,3\n"));
        Refused(4, "d2.csv, line 3, column 'x'", table, Write("d2.csv", "x,k,y\n1,a,2\n1e999,b,3\n"));
        Refused(4, "Worker 1 (host " + Environment.MachineName + ") has ended with an error, and all workers end with it. It reports: f.csv", Write("e.csv", "x,y\n1,2\n2,3\n"), Write("f.csv", "x,y\n"));
        Refused(2, "2 workers need as many files, but 1 is given", table);
    }

    [Fact]
    public void WhatCannotBeginSaysWhy()
    {
        var parts = Parts(50, 2);
        string[] boost = ["dotnet", Launched.Minima, "boost", "--target", "y", "--ignore", "who", .. parts];
        Failed(2, "add --engine xgboost", boost, "--workers", "2");
        Failed(2, "give --tracker (where the workers connect) and --rank", boost, "--workers", "2", "--engine", "xgboost", "--rank", "1");
        Failed(2, "--rank is 2", boost, "--workers", "2", "--engine", "xgboost", "--rank", "2", "--tracker", "127.0.0.1:9");
        Failed(2, "add --workers", boost, "--engine", "xgboost", "--rank", "1", "--tracker", "127.0.0.1:9");
        Failed(69, "an address and a port are expected", boost, "--workers", "2", "--engine", "xgboost", "--rank", "1", "--tracker", "nowhere");
        using var missing = Launched.StartWith(0, [], new Dictionary<string, string> { ["MINIMA_XGBOOST"] = "/nowhere/libxgboost.so" }, [.. boost, "--workers", "2", "--engine", "xgboost"]);
        missing.Wait();
        Assert.Equal(4, missing.ExitCode);
        Assert.Contains("XGBoost's library was not found (tried: /nowhere/libxgboost.so)", missing.Error, StringComparison.Ordinal);
    }

    /// <summary>Nobody waits for ever for a worker that does not come, or has ended already.</summary>
    [Fact]
    public void AWorkerThatNeverComesEndsTheWait()
    {
        var wait = TimeSpan.FromMilliseconds(500);
        Assert.Contains("Of 2 workers 1 came", Refused(() => BoostGroup.Start(2, _ => { }, () => false, null, wait)), StringComparison.Ordinal);
        Assert.Contains("ended before it had joined", Refused(() => BoostGroup.Start(2, _ => { }, () => true)), StringComparison.Ordinal);
        Assert.Contains("cannot be reached", Refused(() => BoostGroup.Enter(FreePlace(), 1, 2, null, wait)), StringComparison.Ordinal);
        InThread(() =>
        {
            using var alone = BoostGroup.Start(1, _ => { }, () => false);
            long[] numbers = [3];
            alone.Sum(numbers);
            Assert.Equal((1, 3L), (alone.Ranks, numbers[0]));
            Assert.Throws<BoostException>(() => new BoostOptions { Collective = alone }.Check());
        });
    }

    private static string Refused(Func<BoostGroup> join)
    {
        var message = "";
        InThread(() => message = Assert.Throws<ProcessGroupException>(join).Message);
        return message;
    }

    /// <summary>The library keeps its workers by thread.</summary>
    private static void InThread(Action work)
    {
        Exception? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception found)
            {
                problem = found;
            }
        });
        thread.Start();
        thread.Join();
        if (problem is not null) throw new InvalidOperationException(problem.Message, problem);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A table in parts whose lengths grow. The last part lacks texts of the others and has some of its own; the first has no gaps, and one of its columns is constant there.</summary>
    private string[] Parts(int rows, int parts)
    {
        var random = new Random(7);
        string Word(double number) => number.ToString("R", CultureInfo.InvariantCulture);
        var lines = new List<string>();
        for (var row = 0; row < rows; row++)
        {
            var (x, z, kind, step) = (Math.Round((random.NextDouble() * 20) - 10, 3), random.NextDouble(), (char)('a' + (row < rows / 2 ? random.Next(5) : random.Next(3, 9))), row < rows / 6 ? 1 : random.Next(4));
            var gap = row >= rows / 6 && random.Next(9) == 0;
            var y = (3 * x) + (kind is 'b' or 'e' ? 20 : 0) + (40 * (z - 0.5) * (z - 0.5)) + step + random.NextDouble();
            lines.Add($"{(gap ? "" : Word(x))},{Word(z)},{kind},{step},{random.Next(1, 4)},{row % 37},{(y > 8 ? "yes" : "no")},{(y < -5 ? "low" : y < 15 ? "middle" : "high")},{Word(y)}");
        }

        var paths = new string[parts];
        for (var part = 0; part < parts; part++)
        {
            int Bound(int place) => rows * place * (place + 1) / (parts * (parts + 1));
            paths[part] = Path.Combine(_folder, $"part-{part}.csv");
            File.WriteAllLines(paths[part], ["x,z,kind,step,cost,who,big,level,y", .. lines[Bound(part)..Bound(part + 1)]]);
        }

        return paths;
    }

    private static Launched Worker(string[] words, string tracker, int rank, int workers, string part) =>
        Launched.Start(0, ["dotnet", Launched.Minima, "boost", part, .. words, "--workers", workers.ToString(CultureInfo.InvariantCulture), "--tracker", tracker, "--rank", rank.ToString(CultureInfo.InvariantCulture)]);

    private static void Refused(int code, string message, params string[] parts) => Failed(code, message, ["dotnet", Launched.Minima, "boost", .. parts], "--target", "y", "--engine", "xgboost", "--workers", "2", "--loss", "mse");

    private static void Failed(int code, string message, string[] command, params string[] more)
    {
        using var launched = Launched.Start(0, [.. command, .. more]);
        launched.Wait();
        Assert.True(launched.ExitCode == code, $"{launched.ExitCode}: {launched.Error}");
        Assert.Contains(message, launched.Error, StringComparison.Ordinal);
        Assert.Equal("", launched.Output);
    }

    /// <summary>An address at which nobody listens.</summary>
    private static string FreePlace() => $"{IPAddress.Loopback}:{Slurm.FreePort()}";

    private static Socket? Connect(string place)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPEndPoint.Parse(place));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static bool Kept(List<Socket> open, Socket socket)
    {
        open.Add(socket);
        return true;
    }

    /// <summary>What a worker sends first.</summary>
    private static byte[] Hello(int magic, int rank, int workers, string task, string command) =>
        [.. BitConverter.GetBytes(magic), .. BitConverter.GetBytes(rank), .. BitConverter.GetBytes(workers), .. BitConverter.GetBytes(task.Length), .. Encoding.UTF8.GetBytes(task), .. BitConverter.GetBytes(command.Length), .. Encoding.UTF8.GetBytes(command)];
}
