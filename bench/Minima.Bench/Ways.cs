using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Minima.Reals;

namespace Minima.Bench;

/// <summary>The two ways to run a formula, and kernels staged by hand, in one sitting: value and gradient of 32 K float in the second-level cache, one thread.</summary>
internal static unsafe class Ways
{
    private const int Count = 32 * 1024;

    private static readonly string[] Names = ["mse", "huber", "pinball", "bce_with_logits", "sigmoid_focal", "log_cosh", "student_t_nll", "gaussian_nll", "poisson_nll", "cauchy", "barron_general", "logistic", "probit"];

    private static readonly string[] Texts = ["abs(p - t) <= delta ? 0.5*(p-t)^2 : delta*(abs(p-t) - delta/2)", "delta*softplus(p) - t*p"];

    public static void Run()
    {
        using var prediction = new HugePages(Count).Fill(1, -4, 4);
        using var target = new HugePages(Count).Fill(2, 0, 1);
        using var scale = new HugePages(Count).Fill(3, 0.1f, 1);
        using var gradient = new HugePages(Count);
        using var buffers = new HugePages(1024);
        Console.WriteLine("### The two ways, 32 K float, 1 thread: G elements/s, value and gradient, best of many");
        Console.WriteLine();
        Console.WriteLine("| loss | lanes | compiled | stages | compiled / lanes | first call ms | staged by hand | compiled / by hand |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var name in Names)
        {
            var loss = Loss.Create(name);
            var labels = loss.DomainOf(1).IsLabel;
            using var fitting = new HugePages(Count).Fill(2, 0, 1);
            for (var i = 0; i < Count && labels; i++)
            {
                fitting.Span[i] = fitting.Span[i] < 0.5f ? -1 : 1;
            }

            loss.Accept(new Race(prediction, fitting, scale, gradient, buffers));
        }

        foreach (var text in Texts)
        {
            Loss.Parse(text, ("delta", 1.0)).Accept(new Race(prediction, target, scale, gradient, buffers));
        }

        FromTextToKernel(prediction, target, gradient);
    }

    /// <summary>Texts that were never seen, each parsed, compiled and run once over 1024 elements; and one that was seen, with other values of its parameter.</summary>
    private static void FromTextToKernel(HugePages prediction, HugePages target, HugePages gradient)
    {
        const int Tries = 40;
        const int Elements = 1024;
        var times = new List<double>();
        for (var i = 0; i < Tries; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var loss = Loss.Parse(string.Create(CultureInfo.InvariantCulture, $"abs(p - t) <= delta ? 0.5*(p-t)^2 + log(1 + exp({i + 2}*p)) : delta*(abs(p - t) - delta/2)"), ("delta", 1.0));
            loss.Evaluate(new LossBatch<float> { Prediction = prediction.Span[..Elements], Target = target.Span[..Elements], Gradient = gradient.Span[..Elements], Threads = 1 });
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        var known = Loss.Parse(Texts[0], ("delta", 1.0));
        var sweep = Stopwatch.GetTimestamp();
        const int Values = 10_000;
        for (var i = 0; i < Values; i++)
        {
            known.With(("delta", 0.5 + i * 1e-4)).Evaluate(new LossBatch<float> { Prediction = prediction.Span[..Elements], Target = target.Span[..Elements], Gradient = gradient.Span[..Elements], Threads = 1 });
        }

        var each = Stopwatch.GetElapsedTime(sweep).TotalMilliseconds / Values;
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"From a new text to its value and gradient over {Elements} elements: first {times[0]:F1} ms, then median {times.Skip(1).Order().ElementAt(Tries / 2):F1} ms. A sweep over {Values} values of a parameter: {each * 1000:F0} microseconds each, kernels compiled in all: {KernelCache.Compiled}."));
    }

    private sealed class Race(HugePages prediction, HugePages target, HugePages scale, HugePages gradient, HugePages buffers) : LossVisitor<bool>
    {
        public override bool Point<TFormula>(Loss loss, TFormula formula)
        {
            void Step(KernelWay way)
            {
                var batch = new LossBatch<float> { Prediction = prediction.Span, Target = target.Span, Gradient = gradient.Span, Threads = 1 };
                if (TFormula.Arity > 2)
                {
                    batch.Third.Values = scale.Span;
                }

                if (Vector512.IsHardwareAccelerated)
                {
                    LossEngine<TFormula, PointShape<TFormula>>.Run(formula, batch, Pooled<PointJob<TFormula, V16, float>>.Rent(), way);
                }
                else
                {
                    LossEngine<TFormula, PointShape<TFormula>>.Run(formula, batch, Pooled<PointJob<TFormula, V8, float>>.Rent(), way);
                }
            }

            void ByHand()
            {
                fixed (float* x = prediction.Span, t = target.Span, g = gradient.Span, b = buffers.Span)
                {
                    if (loss.Entry.Key.StartsWith("bce", StringComparison.Ordinal))
                    {
                        HandStaged.CrossEntropy(x, t, g, Count, b);
                    }
                    else
                    {
                        HandStaged.Focal(x, t, g, Count, b);
                    }
                }
            }

            var watch = Stopwatch.StartNew();
            Step(KernelWay.Compiled);
            var first = watch.Elapsed.TotalMilliseconds;
            var hasHand = Avx512F.IsSupported && loss.Entry.Family == LossFamily.Binary;
            var best = Best(() => Step(KernelWay.Lanes), () => Step(KernelWay.Compiled), hasHand ? ByHand : null);
            var stages = CompiledFormula<TFormula, V16, float>.Of(formula).Kernel(KernelKind.FirstGradient, 0, streams: false).Stages;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {(loss.Entry.IsText ? $"`{loss.Entry.Formula}`" : loss.Entry.Key)} | {Rate(best[0])} | {Rate(best[1])} | {stages} | {best[0] / best[1]:F2} | {first:F1} | {(hasHand ? Rate(best[2]) : "")} | {(hasHand ? (best[2] / best[1]).ToString("F2", CultureInfo.InvariantCulture) : "")} |"));
            return true;
        }

        public override bool Other(Loss loss) => false;

        private static string Rate(double seconds) => (Count / seconds / 1e9).ToString("F2", CultureInfo.InvariantCulture);

        /// <summary>The best time of each, tried in turns so that a busy neighbour disturbs all alike.</summary>
        private static double[] Best(params Action?[] steps)
        {
            var best = Enumerable.Repeat(double.PositiveInfinity, steps.Length).ToArray();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed.TotalSeconds < 1.5)
            {
                for (var s = 0; s < steps.Length; s++)
                {
                    if (steps[s] is not { } step)
                    {
                        continue;
                    }

                    for (var i = 0; i < 20; i++)
                    {
                        var start = Stopwatch.GetTimestamp();
                        step();
                        best[s] = Math.Min(best[s], Stopwatch.GetElapsedTime(start).TotalSeconds);
                    }
                }
            }

            return best;
        }
    }
}
