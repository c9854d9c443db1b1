using System.Globalization;
using System.Runtime.CompilerServices;
using Minima.Losses;
using Minima.Reals;
using Minima.Tests.Weights;
using Xunit;

namespace Minima.Tests.Concurrency;

/// <summary>Many callers at once, formulas that throw, and other cultures.</summary>
public sealed class ConcurrencyTests
{
    private const int Count = 60_000;

    [Fact]
    public void Eight_callers_at_once_get_the_bits_of_one()
    {
        var random = new Random(1301);
        var prediction = Enumerable.Range(0, Count).Select(_ => (float)(6 * random.NextDouble() - 3)).ToArray();
        var target = Enumerable.Range(0, Count).Select(_ => (float)(6 * random.NextDouble() - 3)).ToArray();
        var want = new float[Count];
        var wanted = new Huber(0.7).Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Gradient = want, Threads = 1 });
        var wrong = 0;
        var callers = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            var gradient = new float[Count];
            for (var call = 0; call < 25; call++)
            {
                Array.Clear(gradient);
                var got = new Huber(0.7).Evaluate(new LossBatch<float> { Prediction = prediction, Target = target, Gradient = gradient, Threads = 4 });
                if (got != wanted || !gradient.AsSpan().SequenceEqual(want))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        })).ToList();
        callers.ForEach(thread => thread.Start());
        callers.ForEach(thread => thread.Join());
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_formula_that_throws_is_heard_by_its_caller_and_the_engine_goes_on(int threads)
    {
        var x = new double[Count];
        for (var round = 0; round < 3; round++)
        {
            var thrown = Record.Exception(() => new Throwing(true).Evaluate(new LossBatch<double> { Prediction = x, Target = x, Threads = threads }));
            Assert.IsType<InvalidTimeZoneException>(thrown);
            Assert.Equal(0, new Throwing(false).Evaluate(new LossBatch<double> { Prediction = x, Target = x, Threads = threads }).Value);
        }
    }

    [Theory]
    [InlineData(1 << 27)]
    [InlineData(int.MaxValue)]
    public void Any_number_of_threads_may_be_asked_for(int threads)
    {
        var before = System.Diagnostics.Process.GetCurrentProcess().Threads.Count;
        var x = new double[600 * Scratch.Block];
        Assert.Equal(0, new Throwing(false).Evaluate(new LossBatch<double> { Prediction = x, Target = x, Threads = threads }).Value);
        Assert.True(System.Diagnostics.Process.GetCurrentProcess().Threads.Count < before + Math.Max(64, 2 * Environment.ProcessorCount));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_formula_may_call_the_engine(int threads)
    {
        var x = Enumerable.Range(0, Count).Select(n => n % 7 * 0.25).ToArray();
        var target = new double[Count];
        var (want, got) = (new double[Count], new double[Count]);
        var wanted = new Nested(false).Evaluate(new LossBatch<double> { Prediction = x, Target = target, Gradient = want, Threads = 1 });
        Assert.Equal(wanted, new Nested(true).Evaluate(new LossBatch<double> { Prediction = x, Target = target, Gradient = got, Threads = threads }));
        Assert.Equal(want, got);
    }

    [Fact]
    public void A_worker_does_not_keep_the_context_of_its_first_caller()
    {
        var local = new AsyncLocal<string?> { Value = "mine" };
        var seen = new System.Collections.Concurrent.ConcurrentBag<string?>();
        var caller = Environment.CurrentManagedThreadId;
        var x = new double[400 * Scratch.Block];
        new Spying(() =>
        {
            if (Environment.CurrentManagedThreadId != caller)
            {
                seen.Add(local.Value);
            }
        }).Evaluate(new LossBatch<double> { Prediction = x, Target = x, Threads = 16 });
        Assert.All(seen, Assert.Null);
    }

    [SlowFact]
    public void A_default_struct_is_refused_while_others_check_a_good_one()
    {
        // Both threads meet in the cache of the loss that was checked last; each round begins with another good one.
        var accepted = 0;
        Parallel.For(0, 4, worker =>
        {
            for (var round = 0; round < 20_000; round++)
            {
                if (worker % 2 == 0)
                {
                    new Huber(1 + round % 3).Value([1.0], [2.0]);
                }
                else if (Refusal.Of(() => default(Huber).Value([1.0], [2.0])) is null)
                {
                    Interlocked.Increment(ref accepted);
                }
            }
        });
        Assert.Equal(0, accepted);
    }

    [Fact]
    public void Numbers_in_messages_do_not_depend_on_the_culture()
    {
        var messages = new Func<string?>[]
        {
            () => Refusal.Of(() => new Huber(-0.5).Value([1.5], [2.5]))?.Message,
            () => Refusal.Of(() => Loss.Create("huber", ("delta", -1234567.25)))?.Message,
            () => Refusal.Of(() => Loss.Create("gaussian_nll").Evaluate(new LossBatch<double> { Prediction = [1], Target = [1], ["variance"] = new() { Values = [-0.25] } }))?.Message,
            () => Refusal.Of(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = new double[12345], Target = new double[54321] }))?.Message,
            () => Refusal.Of(() => new Huber(1).Evaluate(new LossBatch<double> { Prediction = [1], Target = [1], SampleWeight = [double.NaN] }))?.Message,
            () => Loss.Create("huber", ("delta", 0.5)).ToString(),
        };
        var want = In(CultureInfo.InvariantCulture, messages);
        var got = In(CultureInfo.GetCultureInfo("de-DE"), messages);
        Assert.All(want, Assert.NotNull);
        Assert.Equal(want, got);
        Assert.Contains(want, message => message!.Contains("-0.5", StringComparison.Ordinal));
        Assert.Equal("1,5", In(CultureInfo.GetCultureInfo("de-DE"), [() => 1.5.ToString(CultureInfo.CurrentCulture)])[0]);
    }

    [Fact]
    public void Text_parameters_are_read_the_same_in_every_culture() =>
        Assert.Equal(
            "huber(delta=1.5)",
            In(CultureInfo.GetCultureInfo("de-DE"), [() => Loss.Create("huber", ("delta", "1.5")).ToString()])[0]);

    private static string?[] In(CultureInfo culture, Func<string?>[] functions)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            return Array.ConvertAll(functions, f => f());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>A formula that evaluates another loss, of a block's length, to find a constant (1).</summary>
    private readonly record struct Nested(bool Calls) : IPointLoss
    {
        private static readonly double[] Zeros = new double[Scratch.Block + 5];
        private static readonly double[] Ones = [.. Enumerable.Repeat(Math.Sqrt(2), Zeros.Length)];

        public T Of<T>(T prediction, T target)
            where T : IReal<T> => T.Of(Calls ? Constant() : 1, "") * (prediction - target) * (prediction - target);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static double Constant() => Math.Round(new Huber(9).Evaluate(new LossBatch<double> { Prediction = Ones, Target = Zeros, SampleWeight = Ones }).Value, 9);
    }

    private readonly record struct Spying(Action Look) : IPointLoss
    {
        public T Of<T>(T prediction, T target)
            where T : IReal<T>
        {
            Look();
            return prediction - target;
        }
    }

    /// <summary>A formula with a bug. It has no entry: the engine must manage without.</summary>
    private readonly record struct Throwing(bool Armed) : IPointLoss
    {
        public T Of<T>(T prediction, T target)
            where T : IReal<T> => Armed ? Fail(prediction) : prediction - target;

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static T Fail<T>(T x) => throw new InvalidTimeZoneException($"no {x}");
    }
}
