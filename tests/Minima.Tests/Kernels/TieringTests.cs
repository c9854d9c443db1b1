using Minima.Reals;
using Xunit;

namespace Minima.Tests.Kernels;

/// <summary>
/// The engine must give the same bits before and after the JIT has recompiled it with a profile. (Up to .NET 10.0.12, dotnet/runtime#132370, a loop
/// over the inputs with a switch in it gave the weights of the third gradient to the first, from some ten thousand calls on.)
/// </summary>
public sealed class TieringTests
{
    [Fact]
    public void Many_calls_with_a_changing_choice_of_outputs_give_the_bits_of_the_first()
    {
        double[] x = [0.25, 1, -2, 0.5, 3], y = [1, 0.5, -1, 2, 0.125], z = [0.5, 1, 2, 1.5, 0.75], weight = [0.5, 0.25, 3, 0.125, 1];
        Span<double> want = stackalloc double[20];
        Span<double> got = stackalloc double[20];
        for (var call = 0; call < 60_000; call++)
        {
            // The profile: mostly the first gradient alone.
            var all = call % 4 == 0;
            got.Clear();
            new Product().Evaluate(new LossBatch<double>
            {
                Prediction = x,
                Target = y,
                Third = new() { Values = z, Gradient = all ? got[5..10] : default, Hessian = all ? got[15..20] : default },
                SampleWeight = weight,
                Gradient = got[..5],
                Hessian = all ? got[10..15] : default,
            });
            if (call == 0)
            {
                got.CopyTo(want);
            }
            else if (all)
            {
                Assert.True(got.SequenceEqual(want), $"call {call} gives other gradients than the first call");
            }

            if (call % 2000 == 0)
            {
                // The background compiler gets time.
                Thread.Sleep(20);
            }
        }
    }

    /// <summary>A type of its own, so that the profile of the engine is this test's alone.</summary>
    private readonly record struct Product : IPointLoss3
    {
        public T Of<T>(T first, T second, T third)
            where T : IReal<T> => third * third * (first - second) * (first - second);
    }
}
