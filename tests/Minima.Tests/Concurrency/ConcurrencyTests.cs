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
        var wanted = new Huber(0.7).Evaluate(new LossBatch<float> { First = prediction, Second = target, FirstGradient = want, Threads = 1 });
        var wrong = 0;
        var callers = Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            var gradient = new float[Count];
            for (var call = 0; call < 25; call++)
            {
                Array.Clear(gradient);
                var got = new Huber(0.7).Evaluate(new LossBatch<float> { First = prediction, Second = target, FirstGradient = gradient, Threads = 4 });
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
            var thrown = Record.Exception(() => new Throwing(true).Evaluate(new LossBatch<double> { First = x, Second = x, Threads = threads }));
            Assert.NotNull(thrown);
            Assert.IsType<InvalidTimeZoneException>(thrown is AggregateException many ? many.InnerException : thrown);
            Assert.Equal(0, new Throwing(false).Evaluate(new LossBatch<double> { First = x, Second = x, Threads = threads }).Value);
        }
    }

    [Fact]
    public void Numbers_in_messages_do_not_depend_on_the_culture()
    {
        var messages = new Func<string?>[]
        {
            () => Refusal.Of(() => new Huber(-0.5).Value([1.5], [2.5]))?.Message,
            () => Refusal.Of(() => Loss.Create("huber", ("delta", -1234567.25)))?.Message,
            () => Refusal.Of(() => Loss.Create("gaussian_nll").Evaluate(new LossBatch<double> { First = [1], Second = [1], Third = [-0.25] }))?.Message,
            () => Refusal.Of(() => new Huber(1).Evaluate(new LossBatch<double> { First = new double[12345], Second = new double[54321] }))?.Message,
            () => Refusal.Of(() => new Huber(1).Evaluate(new LossBatch<double> { First = [1], Second = [1], SampleWeight = [double.NaN] }))?.Message,
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

    /// <summary>A formula with a bug. It has no entry: the engine must manage without.</summary>
    private readonly record struct Throwing(bool Armed) : IPointLoss
    {
        public T Of<T>(T prediction, T target)
            where T : IReal<T> => Armed ? Fail(prediction) : prediction - target;

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static T Fail<T>(T x) => throw new InvalidTimeZoneException($"no {x}");
    }
}
