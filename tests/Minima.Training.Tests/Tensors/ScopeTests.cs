using System.Collections.Concurrent;
using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Tensors;

/// <summary>Memory is measured here: nothing else may run.</summary>
[CollectionDefinition(nameof(ScopeTests), DisableParallelization = true)]
public sealed class ScopeTestsAlone;

/// <summary>Scopes belong to a thread and to a stretch of code: concurrent requests share threads, not scopes, and no order of disposal breaks them.</summary>
[Collection(nameof(ScopeTests))]
public class ScopeTests
{
    /// <summary>Requests that wait between scopes run on whichever thread is free. Each must get its own sums, and the memory of one wave must serve the next.</summary>
    [Fact]
    public async Task ConcurrentRequestsThatWaitBetweenScopesAreExactAndDoNotGrow()
    {
        var weight = Tensor.Of(Enumerable.Range(0, 64).Select(i => (double)i).ToArray(), [64, 1]);
        var model = Models.Mlp(64, [8], 1, new RandomState(1));
        await Wave(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Wave(4000);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        // A wave computes on more than 300 MB of tensors; pools hold what the threads of the pool use at one time.
        Assert.True(after - before < 16 << 20, $"4 000 requests left {after - before} bytes");

        async Task Wave(int first)
        {
            var faults = new ConcurrentBag<string>();
            await Task.WhenAll(Enumerable.Range(first, 4000).Select(number => Task.Run(() => Request(number, faults))));
            Assert.Empty(faults);
        }

        async Task Request(int number, ConcurrentBag<string> faults)
        {
            try
            {
                double total = 0;
                for (var part = 0; part < 3; part++)
                {
                    total += Sum(number, part);
                    await Task.Yield();
                    total += SlopeSum(number);
                    if (number % 16 == 0) await Task.Delay(1);
                }

                // The sum of 0 to 63 is 2016; one column of 16 rows.
                var expected = 3 * ((16.0 * 2016 * number) + (2.0 * 64 * number)) + (16.0 * 2016 * 3);
                if (total != expected) faults.Add($"request {number}: {total}, not {expected}");
            }
            catch (Exception fault)
            {
                faults.Add($"request {number}: {fault.GetType().Name}: {fault.Message}");
            }
        }

        double Sum(int number, int part)
        {
            using var step = StepScope.Begin();
            using var silence = Autograd.NoGradient();
            model.Forward(Tensor.Zeros([16, 64]));
            return Tensor.Full([16, 64], number + part, ElementType.Double).MatMul(weight).Sum().Item();
        }

        double SlopeSum(int number)
        {
            using var step = StepScope.Begin();
            var x = Tensor.Full([64], number, ElementType.Double).WithGradient();
            (x * x).Sum().Backward();
            return x.Gradient.Sum().Item();
        }
    }

    [Fact]
    public void DisposingTwiceEndsNoOtherStep()
    {
        var first = StepScope.Begin();
        first.Dispose();
        using var second = StepScope.Begin();
        var x = Tensor.Ones([3]) + Tensor.Ones([3]);
        first.Dispose();
        Assert.Equal([2, 2, 2], x.ToArray());
    }

    [Fact]
    public void AnOuterStepEndsTheInnerOnesAndTheirLateDisposalDoesNothing()
    {
        var outer = StepScope.Begin();
        var inner = StepScope.Begin();
        var gone = Tensor.Ones([3]) + Tensor.Ones([3]);
        outer.Dispose();
        Assert.Throws<TrainingException>(() => gone.ToArray());
        using (StepScope.Begin())
        using (StepScope.Begin())
        {
            var x = Tensor.Ones([3]) + Tensor.Ones([3]);
            inner.Dispose();
            Assert.Equal([2, 2, 2], x.ToArray());
        }

        var lasting = Tensor.Ones([3]) + Tensor.Ones([3]);
        using (StepScope.Begin()) _ = lasting + lasting;
        Assert.Equal([2, 2, 2], lasting.ToArray());
    }

    [Fact]
    public void RecordingComesBackInAnyOrderOfDisposal()
    {
        var outer = Autograd.NoGradient();
        var inner = Autograd.NoGradient();
        Assert.False(Autograd.IsRecording);
        outer.Dispose();
        outer.Dispose();
        inner.Dispose();
        inner.Dispose();
        Assert.True(Autograd.IsRecording);
        var again = Autograd.NoGradient();
        outer.Dispose();
        inner.Dispose();
        Assert.False(Autograd.IsRecording);
        again.Dispose();
        Assert.True(Autograd.IsRecording);
        default(RecordingScope).Dispose();
        default(StepScope).Dispose();
        Assert.True(Autograd.IsRecording);
    }

    /// <summary>A program that never disposes its steps hears of it before it has taken all memory, and its thread works again afterwards.</summary>
    [Fact]
    public void StepsThatAreNeverDisposedAreReportedAndEnded() => OnAThread(() =>
    {
        var fault = Assert.Throws<TrainingException>(static () =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                StepScope.Begin();
                _ = Tensor.Ones([16]) + Tensor.Ones([16]);
            }
        });
        Assert.Contains("using", fault.Message, StringComparison.Ordinal);
        var lasting = Tensor.Ones([3]) + Tensor.Ones([3]);
        using (StepScope.Begin()) Assert.Equal(6, lasting.Sum().Item());
        Assert.Equal([2, 2, 2], lasting.ToArray());
    });

    /// <summary>Whatever throws on a thread of the pool, the next request finds the thread as new: all state of threads but pools of memory is back.</summary>
    [Fact]
    public void AFailureLeavesNothingBehindOnItsThread() => OnAThread(() =>
    {
        var held = Tensor.Of([1.0, 2], [2]).WithGradient();
        (held * held).Sum().Backward();
        foreach (var (name, failing) in Failures(held))
        {
            Assert.True(Record(failing) is InvalidTimeZoneException, $"{name} did not fail as it should");
            Assert.True(ThreadState.Changed().ToArray() is [], $"{name} left {string.Join(", ", ThreadState.Changed())}");
            Assert.Equal([2, 4], held.Gradient.ToArray());
            var x = Tensor.Of([3.0], [1]).WithGradient();
            Assert.Equal(6, Autograd.Gradient((x * x).Sum(), [x])[0].Item());
            Assert.Equal([2, 4], held.Gradient.ToArray());
        }

        static Exception? Record(Action failing)
        {
            Trap.IsSet = false;
            try
            {
                failing();
            }
            catch (Exception fault)
            {
                return fault;
            }
            finally
            {
                Trap.IsSet = false;
            }

            return null;
        }
    });

    /// <summary>A pass that threw half way has left nothing in the graph: the same pass, repeated, gives the gradient once.</summary>
    [Fact]
    public void ABackwardPassThatFailedCanBeRepeated() => OnAThread(() =>
    {
        var x = Tensor.Of([1.0, 2], [2]).WithGradient();
        var y = ((x * x).Apply(new Trap()) * 3.0).Sum();
        Trap.IsSet = true;
        Assert.Throws<InvalidTimeZoneException>(() => y.Backward());
        Trap.IsSet = false;
        y.Backward();
        Assert.Equal([6, 12], x.Gradient.ToArray());
    });

    private static IEnumerable<(string Name, Action Failing)> Failures(Tensor held)
    {
        yield return ("a layer's forward pass", () =>
        {
            Trap.IsSet = true;
            using var step = StepScope.Begin();
            new TrapLayer().Forward(Tensor.Ones([2]));
        }
        );
        yield return ("a layer's backward pass", () =>
        {
            using var step = StepScope.Begin();
            var y = new TrapLayer().Forward(Tensor.Ones([2]).WithGradient());
            Trap.IsSet = true;
            y.Sum().Backward();
        }
        );
        yield return ("gradients as values", () =>
        {
            var y = new TrapLayer().Forward(held * 2.0);
            Trap.IsSet = true;
            Autograd.Gradient(y.Sum(), [held]);
        }
        );
        yield return ("gradients of gradients", () =>
        {
            var y = new TrapLayer().Forward(held * 2.0);
            Trap.IsSet = true;
            Autograd.Gradient(y.Sum(), [held], createGraph: true);
        }
        );
        yield return ("a loss of sums", () =>
        {
            Trap.IsSet = true;
            new TrapLoss().ValueAndGradient([1.0, 2], [3.0, 4], new double[2]);
        }
        );
        yield return ("a loss of sums on tensors", () =>
        {
            using var step = StepScope.Begin();
            Trap.IsSet = true;
            new TrapLoss().Apply(held, Tensor.Of([3.0, 4], [2])).Backward();
        }
        );
    }

    private static void OnAThread(Action test)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception found)
            {
                fault = found;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is not null) throw new Xunit.Sdk.XunitException(fault.ToString());
    }

    /// <summary>The identity, until it is set: then it throws something that nobody else throws.</summary>
    private readonly record struct Trap : IActivation
    {
        [ThreadStatic]
        public static bool IsSet;

        public static string Name => "trap";

        public T Of<T>(T x)
            where T : Minima.Reals.IReal<T> => IsSet ? throw new InvalidTimeZoneException() : x;
    }

    private sealed class TrapLayer : Module
    {
        protected override Tensor Compute(Tensor input) => input.Apply(new Trap());
    }

    /// <summary>Throws in the function of its sums.</summary>
    private readonly record struct TrapLoss : ISumLoss
    {
        static int ISumLoss.Count => 1;

        static bool ISumLoss.IsScalar => true;

        static Domain ISumLoss.PredictionDomain => Domain.Real;

        static Domain ISumLoss.TargetDomain => Domain.Real;

        SumGroups ISumLoss.Groups => SumGroups.Batch;

        public SumTerms<T> TermsOf<T>(T prediction, T target)
            where T : Minima.Reals.IReal<T> => new(prediction - target);

        public T Of<T>(in Sums<T> sums)
            where T : Minima.Reals.IReal<T> => Trap.IsSet ? throw new InvalidTimeZoneException() : sums[0];
    }
}
