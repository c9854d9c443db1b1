using System.Diagnostics;
using System.Globalization;

namespace Minima.Bench;

/// <summary>How many small requests `minima evaluate` answers in a second: one process, five elements a request, gradient included, after a warm-up.</summary>
internal static class EvaluateRate
{
    private const int WarmUp = 5_000;
    private const int Requests = 50_000;

    private static readonly string[] Lines =
    [
        """{"id":1,"loss":"huber","params":{"delta":1},"inputs":{"prediction":[0.5,-1.2,3.1,0.1,2.5],"target":[0.0,-1.0,1.0,0.4,-0.5]},"reduction":"mean"}""",
        """{"id":2,"loss":"bce_with_logits","inputs":{"prediction":[0.3,-1.7,2.2,-0.4,0.9],"target":[1,1,0,0,1]},"reduction":"sum"}""",
        """{"id":3,"loss":"pinball","params":{"quantile":0.9},"inputs":{"prediction":[0.5,-1.2,3.1,0.1,2.5],"target":[0.0,-1.0,1.0,0.4,-0.5]},"reduction":"none"}""",
    ];

    public static void Run()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Minima.Cli.dll"), "evaluate" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
        Exchange(process, WarmUp);
        var stopwatch = Stopwatch.StartNew();
        Exchange(process, Requests);
        var seconds = stopwatch.Elapsed.TotalSeconds;
        process.StandardInput.Close();
        process.WaitForExit();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Requests} requests in {seconds:F2} s: {Requests / seconds:F0} requests a second"));
    }

    /// <summary>Writes on one thread and reads on another, as a driver in another language would.</summary>
    private static void Exchange(Process process, int count)
    {
        var writer = new Thread(() =>
        {
            for (var i = 0; i < count; i++)
            {
                process.StandardInput.WriteLine(Lines[i % Lines.Length]);
            }

            process.StandardInput.Flush();
        });
        writer.Start();
        for (var i = 0; i < count; i++)
        {
            var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("minima evaluate ended early");
            if (line.Contains("\"error\"", StringComparison.Ordinal))
            {
                throw new InvalidOperationException(line);
            }
        }

        writer.Join();
    }
}
