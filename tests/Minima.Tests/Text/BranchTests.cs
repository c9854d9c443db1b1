using Xunit;

namespace Minima.Tests.Text;

/// <summary>What a branch that is not taken holds reaches neither value nor gradient nor curvature, in lanes as alone.</summary>
public sealed class BranchTests
{
    [Theory]
    [InlineData("p > 0 ? log(p) : -p", 0, 0, -1, 0)]
    [InlineData("p > 0 ? log(p) : -p", -1, 1, -1, 0)]
    [InlineData("p > 0 ? log(p) : -p", 1, 0, 1, -1)]
    [InlineData("p <= 0 ? 2*p : 1/p", 0, 0, 2, 0)]
    [InlineData("p < 0 ? sqrt(-p) : p^2", 0, 0, 0, 2)]
    [InlineData("p < 0 ? sqrt(-p) : p^2", 3, 9, 6, 2)]
    [InlineData("p < 500 ? p : exp(p)*exp(p)", 400, 400, 1, 0)]
    [InlineData("p < 500 ? exp(0.001*p)*0 + p : 1", 900, 1, 0, 0)]
    [InlineData("(p < 1 ? log(-p) : p) > 0 ? 3*p : p", 2, 6, 3, 0)]
    public void Untaken_branches_leave_no_trace(string text, double p, double value, double gradient, double hessian)
    {
        var loss = Loss.Parse(text);
        foreach (var count in (int[])[1, 7, 33])
        {
            var inputs = new double[count];
            Array.Fill(inputs, p);
            var gradients = new double[count];
            var hessians = new double[count];
            var terms = new double[count];
            loss.Evaluate(new LossBatch<double> { Prediction = inputs, Gradient = gradients, Hessian = hessians, Terms = terms, Reduction = Reduction.Sum });
            Assert.All(terms, x => Assert.Equal(value, x));
            Assert.All(gradients, x => Assert.Equal(gradient, x));
            Assert.All(hessians, x => Assert.Equal(hessian, x));
        }
    }

    [Fact]
    public void Many_threads_read_one_text_and_run_it()
    {
        var sums = new double[64];
        Parallel.For(0, sums.Length, i =>
        {
            var loss = Loss.Parse("abs(p - t) <= d ? 0.5*(p - t)^2 : d*(abs(p - t) - d/2)", ("d", 1 + (i % 4)));
            for (var round = 0; round < 50; round++)
            {
                sums[i] += loss.Evaluate(new LossBatch<double> { Prediction = [10, 0.5], Target = [0, 0], Reduction = Reduction.Sum }).Value;
            }
        });
        Assert.All(Enumerable.Range(0, sums.Length), i =>
        {
            var d = 1 + (i % 4);
            Assert.Equal(50 * ((d * (10 - (d / 2.0))) + 0.125), sums[i], 1e-9);
        });
    }
}
