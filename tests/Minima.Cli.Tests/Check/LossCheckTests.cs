using System.Runtime.CompilerServices;
using Minima.Analysis;
using Minima.Reals;
using Xunit;

namespace Minima.Cli.Tests.Check;

/// <summary>Formulas and derivatives with a known fault, and the sentence that has to tell it.</summary>
public sealed class LossCheckTests
{
    public static TheoryData<string> PointLosses => [.. Catalogue.All.Where(e => e.IsPoint && e.Parameters.All(p => p.Kind != ParameterKind.Number || p.Default is not null)).Select(e => e.Key)];

    [Theory]
    [InlineData("(p - t)^2", "t - p", "the sign of your gradient is wrong, and its size is 0.50x the exact one everywhere")]
    [InlineData("(p - t)^2", "2*t - 2*p", "the sign of your gradient is wrong everywhere")]
    [InlineData("0.5*(p - t)^2", "2*(p - t)", "your gradient is 2.00x the exact one everywhere")]
    [InlineData("log_cosh(p - t)", "0.5*tanh(p - t)", "your gradient is 0.50x the exact one everywhere")]
    [InlineData("abs(p - t)", "t < p ? -1 : p < t ? -1 : 0", "the sign of your gradient is wrong where p > t")]
    [InlineData("abs(p - t) < 1 ? 0.5*(p - t)^2 : abs(p - t) - 0.5", "abs(p - t) < 1 ? p - t : -sign(p - t)", "the sign of your gradient is wrong where |p - t| > 1")]
    [InlineData("abs(p - t) < 1 ? 0.5*(p - t)^2 : abs(p - t) - 0.5", "p - t", "the exact one times abs(p - t) where |p - t| > 1")]
    [InlineData("(p - t)^4", "tanh(p - t)", "not that of the formula where p - t from")]
    [InlineData("max(0.9*(t - p), -0.1*(t - p))", "p < t ? 0.9 : -0.1", "the sign of your gradient is wrong everywhere")]
    [InlineData("max(0.9*(t - p), -0.1*(t - p))", "p < t ? -0.9 : 0.9", "your gradient is 9.00x the exact one where p > t")]
    [InlineData("softplus(p) - t*p", "(sigmoid(p) - t)*sigmoid(p)*(1 - sigmoid(p))", "the exact one times sigmoid(p)*(1 - sigmoid(p))")]
    [InlineData("exp(p) - t*p", "exp(p) - 1", "the exact one - (1 - t)")]
    [InlineData("0.5*(p - t)^2", "p - t + 0.25", "the exact one + 0.25")]
    [InlineData("w*(p - t)^2", "2*(p - t)", "the exact one divided by w")]
    [InlineData("abs(p - t)", "(p - t)/abs(p - t)", "at the kink r = 0 your gradient is NaN")]
    [InlineData("softplus(p) - t*p", "exp(p)/(1 + exp(p)) - t", "your gradient overflows: at p = 1000")]
    public void AWrongGradientIsTold(string formula, string gradient, string words)
    {
        var report = LossCheck.Run(formula, new() { Gradient = HandDerivative.Parse(gradient) });
        Assert.Contains(report[LossCheckKind.Gradient], f => f.English.Contains(words, StringComparison.Ordinal) && f.Status is LossCheckStatus.Wrong or LossCheckStatus.Warning);
        Assert.All(report[LossCheckKind.Gradient].Where(f => f.Status == LossCheckStatus.Wrong), f => Assert.False(string.IsNullOrEmpty(f.Right)));
    }

    [Theory]
    [InlineData("(p - t)^2", "1", "your Hessian is 0.50x the exact one")]
    [InlineData("softplus(p) - t*p", "2*sigmoid(p)*(1 - sigmoid(p))", "your Hessian is 2.00x the exact one")]
    [InlineData("softplus(p) - t*p", "-sigmoid(p)*(1 - sigmoid(p))", "the sign of your Hessian is wrong")]
    [InlineData("softplus(p) - t*p", "sigmoid(p)", "the exact one divided by (1 - sigmoid(p))")]
    [InlineData("log_cosh(p - t)", "1 - tanh(p - t)", "not that of the formula")]
    public void AWrongHessianIsTold(string formula, string hessian, string words)
    {
        var finding = Assert.Single(LossCheck.Run(formula, new() { Hessian = HandDerivative.Parse(hessian) })[LossCheckKind.Hessian]);
        Assert.Equal(LossCheckStatus.Wrong, finding.Status);
        Assert.Contains(words, finding.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(p - t)^2", "2*(p - t)", "2")]
    [InlineData("softplus(p) - t*p", "sigmoid(p) - t", "sigmoid(p)*sigmoid(-p)")]
    [InlineData("log_cosh(p - t)", "tanh(p - t)", "1 - tanh(p - t)^2")]
    [InlineData("exp(p) - t*p", "exp(p) - t", "exp(p)")]
    [InlineData("w*(p - t)^2", "2*w*(p - t)", "2*w")]
    [InlineData("abs(p - t)", "sign(p - t)", "0")]
    [InlineData("abs(p - t)", "p > t ? 1 : -1", "0")]
    [InlineData("-(t*log(p) + (1 - t)*log(1 - p))", "(p - t)/(p*(1 - p))", "t/p^2 + (1 - t)/(1 - p)^2")]
    [InlineData("max(0, 1 - t*p)", "t*p < 1 ? -t : 0", "0")]
    public void ARightDerivativePasses(string formula, string gradient, string hessian)
    {
        var report = LossCheck.Run(formula, new() { Gradient = HandDerivative.Parse(gradient), Hessian = HandDerivative.Parse(hessian) });
        Assert.Equal(LossCheckStatus.Ok, Assert.Single(report[LossCheckKind.Gradient]).Status);
        Assert.Equal(LossCheckStatus.Ok, Assert.Single(report[LossCheckKind.Hessian]).Status);
    }

    [Theory]
    [InlineData("abs(p - t)", "1")]
    [InlineData("log_cosh(p - t)", "1")]
    public void AnUpperBoundOfTheHessianIsAWarning(string formula, string hessian) =>
        Assert.Equal(LossCheckStatus.Warning, Assert.Single(LossCheck.Run(formula, new() { Hessian = HandDerivative.Parse(hessian) })[LossCheckKind.Hessian]).Status);

    [Fact]
    public void ZeroCurvatureIsMeasured()
    {
        var all = Assert.Single(LossCheck.Run("abs(p - t)")[LossCheckKind.Curvature]);
        Assert.Equal((LossCheckStatus.Warning, 1.0), (all.Status, all.Share));
        Assert.Contains("never split", all.English, StringComparison.Ordinal);

        var part = Assert.Single(LossCheck.Run(Loss.Create("huber", ("delta", 2.0)))[LossCheckKind.Curvature]);
        Assert.Equal(0.8, part.Share!.Value, 0.01);
        Assert.Equal("r in [-10, -2]; r in [2, 10]", string.Join("; ", part.Places));

        var none = Assert.Single(LossCheck.Run("(p - t)^2")[LossCheckKind.Curvature]);
        Assert.Equal(LossCheckStatus.Ok, none.Status);
    }

    [Fact]
    public void NegativeCurvatureIsPlaced()
    {
        var finding = Assert.Single(LossCheck.Run("log(1 + (p - t)^2)")[LossCheckKind.Curvature], f => f.English.Contains("negative", StringComparison.Ordinal));
        Assert.Equal(LossCheckStatus.Warning, finding.Status);
        Assert.Equal("r in [-10, -1]; r in [1, 10]", string.Join("; ", finding.Places));
    }

    [Theory]
    [InlineData("p - t")]
    [InlineData("t*p - softplus(p)")]
    [InlineData("-(p - t)^2")]
    [InlineData("(p - t)^3")]
    [InlineData("-log(1 + (p - t)^2)")]
    public void ALossThatFallsForEverIsTold(string formula)
    {
        var report = LossCheck.Run(formula);
        Assert.False(report.Passed);
        Assert.Equal(LossCheckStatus.Wrong, Assert.Single(report[LossCheckKind.BoundedBelow]).Status);
        Assert.Equal(LossCheckStatus.Skipped, Assert.Single(report[LossCheckKind.Minimum]).Status);
        Assert.Throws<LossException>(report.ThrowIfWrong);
    }

    [Theory]
    [InlineData("(p - 2*t)^2", "p = 2 t")]
    [InlineData("(p + t)^2", "p = -t")]
    [InlineData("(p - t - 1)^2", "p = t + 1")]
    [InlineData("max(0, 1 + t*p)", "the wrong class")]
    public void AMinimumElsewhereIsTold(string formula, string words)
    {
        var finding = Assert.Single(LossCheck.Run(formula)[LossCheckKind.Minimum]);
        Assert.Equal(LossCheckStatus.Wrong, finding.Status);
        Assert.Contains(words, finding.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(p - t)^2", "prediction = target")]
    [InlineData("exp(p) - t*p", "exp(prediction) = target")]
    [InlineData("softplus(p) - t*p", "sigmoid(prediction)")]
    public void AMinimumInItsPlacePasses(string formula, string words)
    {
        var finding = Assert.Single(LossCheck.Run(formula)[LossCheckKind.Minimum]);
        Assert.Equal(LossCheckStatus.Ok, finding.Status);
        Assert.Contains(words, finding.English, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log(1 + exp(p)) - t*p", "softplus(x)")]
    [InlineData("1/(1 + exp(-p)) < 0.5 ? p^2 : exp(p)/(1 + exp(p))", "sigmoid(x)")]
    public void OverflowIsToldWithTheStableForm(string formula, string right)
    {
        var finding = Assert.Single(LossCheck.Run(formula, new() { Target = Domain.Unit })[LossCheckKind.Overflow]);
        Assert.Equal(LossCheckStatus.Wrong, finding.Status);
        Assert.Contains(right, finding.Right, StringComparison.Ordinal);
        Assert.InRange(Math.Abs(finding.Places[0].From), 85, 93);
    }

    [Fact]
    public void LostDigitsAreTold()
    {
        Assert.Equal(LossCheckStatus.Warning, Assert.Single(LossCheck.Run("p^2 - 2*p*t + t^2")[LossCheckKind.Digits]).Status);
        Assert.Equal(LossCheckStatus.Ok, Assert.Single(LossCheck.Run("(p - t)^2")[LossCheckKind.Digits]).Status);
    }

    [Theory]
    [InlineData("(p - t)^2", "a real number", "a real number")]
    [InlineData("exp(p) - t*p", "a real number", ">= 0")]
    [InlineData("softplus(p) - t*p", "a real number", "in [0, 1]")]
    [InlineData("log(1 + exp(p)) - t*p", "a real number", "in [0, 1]")]
    [InlineData("-(t*log(p) + (1 - t)*log(1 - p))", "in (0, 1)", "in [0, 1]")]
    [InlineData("max(0, 1 - t*p)", "a real number", "-1 or +1")]
    [InlineData("(log(p) - log(t))^2", "> 0", "> 0")]
    [InlineData("p - t*log(p)", "> 0", ">= 0")]
    [InlineData("p - t", "a real number", "a real number")]
    public void DomainsAreFound(string formula, string prediction, string target)
    {
        var report = LossCheck.Run(formula);
        Assert.Equal((prediction, target), (report.Prediction.ToString(), report.Target.ToString()));
        Assert.Equal(report.Prediction.IsReal && report.Target!.Value.IsReal, !report.DomainsAreAssumed);
    }

    [Theory]
    [SampledData(nameof(PointLosses), Thin = 0.2, Wide = 1)]
    public void TheCatalogueHasNoFault(string key)
    {
        var report = LossCheck.Run(Loss.Create(key));
        Assert.True(report.Passed, report.ToString());
        Assert.All(report.Findings, f => Assert.True(f.English.Length > 0 && f.Chinese.Any(c => c > 0x2E80), f.ToString()));
    }

    [Fact]
    public void ALossThatNoGeneratorSawIsChecked()
    {
        LossCheck.Run(new Parabola(3), new() { Gradient = HandDerivative.Of((p, t) => 6 * (p - t)), Hessian = HandDerivative.Of((_, _) => 6) }).ThrowIfWrong();
        var wrong = LossCheck.Run(new Parabola(3), new() { Gradient = HandDerivative.Of((p, t) => t - p) });
        var exception = Assert.Throws<LossException>(wrong.ThrowIfWrong);
        Assert.Contains("the sign of your gradient is wrong", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void APrimitiveWithAWrongSlopeIsFound()
    {
        var finding = Assert.Single(LossCheck.Run(default(OfWrongSquare))[LossCheckKind.Slope]);
        Assert.Equal(LossCheckStatus.Wrong, finding.Status);
    }

    [Fact]
    public void AReportIsRepeatable() => Assert.Equal(LossCheck.Run("log(1 + exp(p)) - t*p").ToString(), LossCheck.Run("log(1 + exp(p)) - t*p").ToString());

    [Fact]
    public void RefusalsHelp()
    {
        Assert.Contains("lower one first", Assert.Throws<LossException>(() => LossCheck.Run("(p - t)^2", new() { Low = 1, High = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("elements of its inputs", Assert.Throws<NotSupportedException>(() => LossCheck.Run(Loss.Create("cross_entropy"))).Message, StringComparison.OrdinalIgnoreCase);
        var unknown = Assert.Throws<FormulaException>(() => LossCheck.Run("(p - t)^2", new() { Gradient = HandDerivative.Parse("2*(p - q)") }));
        Assert.Contains("inputs and parameters of its formula", unknown.Message, StringComparison.Ordinal);
    }

    private readonly record struct Parabola(double Scale) : IPointLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(T prediction, T target)
            where T : IReal<T> => Scale * (prediction - target) * (prediction - target);
    }

    private readonly record struct OfWrongSquare : IPointLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(T prediction, T target)
            where T : IReal<T> => T.Apply(default(WrongSquare), prediction - target);
    }

    private readonly record struct WrongSquare : IPrimitive<WrongSquare>
    {
        public static string Name => "wrong_square";

        public static L Value<L>(WrongSquare self, L x)
            where L : struct, ILanes<L> => x * x;

        public static T Slope<T>(WrongSquare self, T x, T value)
            where T : IReal<T> => x;
    }
}
