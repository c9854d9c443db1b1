using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.Json;

namespace Minima.Bench;

/// <summary>
/// Value and gradient of elementwise losses, ours beside PyTorch's on the same cores in one sitting, as a Markdown table.
/// PyTorch runs in processes of its own: D as installed; B at its best (memory reused, AVX-512 chosen); C as B, through torch.compile, which PyTorch has from 2.0 on.
/// </summary>
internal static class SideBySide
{
    private static readonly string[] Names = ["mse", "mae", "huber", "pinball", "bce_with_logits", "sigmoid_focal", "log_cosh", "student_t_nll", "gaussian_nll"];

    internal static readonly (string Name, string Value)[] Best =
    [
        ("MALLOC_MMAP_THRESHOLD_", "4294967296"), ("MALLOC_TRIM_THRESHOLD_", "4294967296"), ("MALLOC_TOP_PAD_", "268435456"),
        ("ATEN_CPU_CAPABILITY", "avx512"), ("OPENBLAS_CORETYPE", "SkylakeX"),
    ];

    /// <summary>Holds the BLAS to as many threads as PyTorch, which alone does not: OpenBLAS has threads of its own.</summary>
    internal static (string Name, string Value)[] On(int threads) =>
        [("OPENBLAS_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture)), ("OMP_NUM_THREADS", threads.ToString(CultureInfo.InvariantCulture))];

    public static void Run(bool withTorch)
    {
        Console.WriteLine($"Vector width: {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)} bits. Times are medians of value and gradient together.");
        Curvatures();
        foreach (var count in (int[])[32 * 1024, 16 << 20])
        {
            foreach (var threads in (int[])[1, 2])
            {
                Table(count, threads, withTorch);
            }
        }
    }

    private static void Table(int count, int threads, bool withTorch)
    {
        using var prediction = new HugePages(count).Fill(1, -4, 4);
        using var target = new HugePages(count).Fill(2, 0, 1);
        using var scale = new HugePages(count).Fill(3, 0.1f, 1);
        using var gradient = new HugePages(count);
        using var scaleGradient = new HugePages(count);
        var copy = Median(() => StreamingCopyOf(target.Span, gradient.Span));
        var torchDefault = withTorch ? Torch(count, threads, []) : null;
        var torchBest = withTorch ? Torch(count, threads, Best) : null;
        var torchCompiled = withTorch ? Torch(count, threads, Best, "compiled") : null;
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### {(count >= 1 << 20 ? $"{count >> 20} M" : $"{count >> 10} K")} float, {threads} thread{(threads == 1 ? "" : "s")} (one-thread streaming copy: {2.0 * sizeof(float) * count / copy / 1e6:F1} GB/s)"));
        Console.WriteLine();
        Console.WriteLine("| loss | ours ms | G elements/s | GB/s | bytes allocated a call | torch D ms | torch B ms | torch C ms | D / ours | B / ours | C / ours |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var name in Names)
        {
            var loss = Loss.Create(name);
            var three = loss.Entry.Inputs.Count(i => i.BoundTo is null) == 3;
            void Step()
            {
                var batch = new LossBatch<float> { Prediction = prediction.Span, Target = target.Span, Gradient = gradient.Span, Threads = threads };
                if (three)
                {
                    batch.Third.Values = scale.Span;
                    batch.Third.Gradient = scaleGradient.Span;
                }

                loss.Evaluate(batch);
            }

            var ours = Median(Step);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                Step();
            }

            var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
            var arrays = three ? 5 : 3;
            var d = torchDefault?[name];
            var b = torchBest?[name];
            double? c = torchCompiled is not null && torchCompiled.TryGetValue(name, out var compiled) ? compiled : null;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {ours:G3} | {count / ours / 1e6:F2} | {arrays * 4.0 * count / ours / 1e6:F1} | {allocated} | {d:G3} | {b:G3} | {c:G3} | {d / ours:F1} | {b / ours:F1} | {c / ours:F1} |"));
        }
    }

    /// <summary>The diagonal second derivative, which PyTorch has no kernel for.</summary>
    private static void Curvatures()
    {
        const int Count = 32 * 1024;
        using var prediction = new HugePages(Count).Fill(1, -4, 4);
        using var target = new HugePages(Count).Fill(2, 0, 1);
        using var scale = new HugePages(Count).Fill(3, 0.1f, 1);
        using var hessian = new HugePages(Count);
        Console.WriteLine();
        Console.WriteLine("### Value and diagonal Hessian, 32 K float, 1 thread");
        Console.WriteLine();
        Console.WriteLine("| loss | ms | G elements/s |");
        Console.WriteLine("|---|---|---|");
        foreach (var loss in Names.Select(name => Loss.Create(name)).Where(loss => !loss.Entry.StopsGradient))
        {
            var three = loss.Entry.Inputs.Count(i => i.BoundTo is null) == 3;
            var time = Median(() =>
            {
                var batch = new LossBatch<float> { Prediction = prediction.Span, Target = target.Span, Hessian = hessian.Span, Threads = 1 };
                if (three)
                {
                    batch.Third.Values = scale.Span;
                }

                loss.Evaluate(batch);
            });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {loss.Entry.Key} | {time:G3} | {Count / time / 1e6:F2} |"));
        }
    }

    private static void StreamingCopyOf(ReadOnlySpan<float> from, Span<float> to)
    {
        ref var source = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(from);
        unsafe
        {
            fixed (float* a = from, b = to)
            {
                for (var i = 0; i < from.Length; i += 16)
                {
                    Vector512.Load(a + i).StoreAlignedNonTemporal(b + i);
                }
            }
        }
    }

    private static double Median(Action step) => Time(0.5, step);

    /// <summary>A quantile of milliseconds over at least 0.5 s after a warm-up long enough for tiered compilation.</summary>
    internal static double Time(double quantile, Action step)
    {
        var warm = Stopwatch.StartNew();
        do
        {
            step();
        }
        while (warm.ElapsedMilliseconds < 300);
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        while ((times.Count < 7 || total.ElapsedMilliseconds < 500) && times.Count < 20_000)
        {
            var start = Stopwatch.GetTimestamp();
            step();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times[(int)(quantile * (times.Count - 1))];
    }

    private static Dictionary<string, double> Torch(int count, int threads, (string Name, string Value)[] environment, params string[] way) =>
        Python("torch_baseline.py", [count.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture), .. way], environment);

    /// <summary>The figures that a peer's script prints as JSON, run in a process of its own.</summary>
    internal static Dictionary<string, double> Python(string name, string[] arguments, (string Name, string Value)[] environment) => JsonSerializer.Deserialize<Dictionary<string, double>>(PythonText(name, arguments, environment))!;

    /// <summary>What a peer's script prints, run in a process of its own.</summary>
    internal static string PythonText(string name, string[] arguments, (string Name, string Value)[] environment)
    {
        var script = Path.Combine(AppContext.BaseDirectory, name);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("MINIMA_PYTHON") ?? "python3") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(script);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start");
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? text
            : throw new InvalidOperationException($"{name} failed: install what it imports for this Python, or set MINIMA_PYTHON to one that has it.");
    }
}
