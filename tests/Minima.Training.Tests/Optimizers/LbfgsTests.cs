namespace Minima.Training.Tests.Optimizers;

/// <summary>L-BFGS: where it arrives, what its line search survives, what it refuses.</summary>
public class LbfgsTests
{
    [Theory]
    [InlineData(ElementType.Double, 1e-9)]
    [InlineData(ElementType.Single, 1e-3)]
    public void RosenbrocksValleyIsWalkedToItsEnd(ElementType type, double tolerance)
    {
        var problem = Problem.Make("rosenbrock", type);
        var optimizer = new Lbfgs(problem.Parameters, iterations: 100, gradientTolerance: 1e-10, changeTolerance: 0);
        Assert.Equal(24.2, optimizer.Step(problem.Evaluate), 1e-4);
        foreach (var x in problem.Flat()) Assert.Equal(1, x, tolerance);
    }

    [Fact]
    public void AConvexProblemIsSolvedToItsGradientTolerance()
    {
        var problem = Problem.Make("logistic");
        var optimizer = new Lbfgs(problem.Parameters, iterations: 500, changeTolerance: 0, gradientTolerance: 1e-9);
        optimizer.Step(problem.Evaluate);
        problem.Evaluate();
        Assert.All(problem.Parameters.SelectMany(p => p.Gradient.ToArray()), g => Assert.InRange(Math.Abs(g), 0, 1e-9));
    }

    [Fact]
    public void TheLineSearchComesBackFromWhereTheLossIsUndefined()
    {
        // x - log x: the first step of length 10 leaves the domain.
        var parameter = TestParameter.Of("x", ElementType.Double, 0.1);
        var optimizer = new Lbfgs([parameter], learningRate: 10, iterations: 50, gradientTolerance: 1e-10);
        double Loss()
        {
            var x = parameter.Value.Item();
            parameter.SetGradient(-(1 - (1 / x)));
            return x < 3 ? -(x - Math.Log(x)) : double.NaN;
        }

        Assert.Equal(-(0.1 - Math.Log(0.1)), optimizer.Step(Loss), 1e-12);
        Assert.InRange(parameter.Value.Item(), 0, 3);
        parameter.Value.Write<double>()[0] = 0.1;
        double Convex()
        {
            var x = parameter.Value.Item();
            parameter.SetGradient(1 - (1 / x));
            return x > 0 ? x - Math.Log(x) : double.NaN;
        }

        new Lbfgs([parameter], learningRate: 10, iterations: 50, gradientTolerance: 1e-10).Step(Convex);
        Assert.Equal(1, parameter.Value.Item(), 1e-8);
    }

    [Fact]
    public void ALossThatIsNotFiniteAtTheStartIsReportedAndNothingMoves()
    {
        var parameter = TestParameter.Of("x", ElementType.Double, 2);
        var optimizer = new Lbfgs([parameter]);
        parameter.SetGradient(1);
        Assert.Equal(double.NaN, optimizer.Step(() => double.NaN));
        Assert.Equal(2, parameter.Value.Item());
        parameter.SetGradient(double.NaN);
        Assert.Equal(3, optimizer.Step(() => 3));
        Assert.Equal(2, parameter.Value.Item());
    }

    [Fact]
    public void OnceTheHistoryIsFullAStepAllocatesNothing()
    {
        var (a, b) = (TestParameter.Of("a", ElementType.Single, 3, 1), TestParameter.Of("b", ElementType.Single, 7));
        var optimizer = new Lbfgs([a, b], learningRate: 0.01, iterations: 1, history: 3, gradientTolerance: 0, changeTolerance: 0);
        a.SetGradient(0.5, 1);
        b.SetGradient(1);
        var slope = 1.0f;
        double Loss()
        {
            slope *= 0.99f;
            a.Gradient.Write<float>()[0] = slope;
            b.Gradient.Write<float>()[0] = slope;
            return slope;
        }

        Func<double> loss = Loss;
        for (var i = 0; i < 10; i++) optimizer.Step(loss);
        Assert.Equal(0, Steady.Allocated(() => optimizer.Step(loss), steps: 10));
        Assert.Equal(3, optimizer.ExportState().Numbers["history"]);
    }

    [Fact]
    public void AParameterWithoutGradientStays()
    {
        var (moving, fixedOne) = (TestParameter.Of("a", ElementType.Double, 3), TestParameter.Of("b", ElementType.Double, 7));
        new Lbfgs([fixedOne, moving]).Step(() =>
        {
            var x = moving.Value.Item();
            moving.SetGradient(2 * x);
            return x * x;
        });
        Assert.Equal(7, fixedOne.Value.Item());
        Assert.Equal(0, moving.Value.Item(), 1e-7);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        var parameter = TestParameter.Of("x", ElementType.Double, 2);
        var optimizer = new Lbfgs([parameter]);
        Refusal.Of("call Step(closure)", optimizer.Step);
        Refusal.Of("cannot be clipped", () => optimizer.ClipByNorm(1));
        Refusal.Of("cannot be clipped", () => optimizer.ClipByValue(1));
        Refusal.Of("one element type", () => new Lbfgs([parameter, TestParameter.Of("y", ElementType.Single, 2)]));
        Refusal.Of("no groups of different learning rates", () => Training.Optimizers.Create("lbfgs", [new ParameterGroup([parameter]), new ParameterGroup([TestParameter.Of("y", ElementType.Double, 1)])]));
        Refusal.Of("no option 'weight_decay'", () => Training.Optimizers.Create("lbfgs", [parameter], 1, ("weight_decay", 1)));
        Refusal.Of("iterations is 0", () => new Lbfgs([parameter], iterations: 0));
        optimizer.GradientScale = 0.5;
        Refusal.Of("GradientScale at 1", () => optimizer.Step(() => 1));
    }
}
