using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.SecondDerivatives;

/// <summary>Second derivatives of the catalogue, and of formulas as text with every primitive, against differences of the gradient in double-double.</summary>
public sealed class CurvatureTests
{
    /// <summary>Every function of the language of formulas, where its argument moves through ordinary numbers, zeros and large ones.</summary>
    public static TheoryData<string> Texts =>
    [
        "exp(p - t)", "log(p^2 + 1)", "log1p(p^2)", "expm1(p - t)", "log1mexp(-abs(p) - 1)", "expm1_ratio(p - t)", "log1p_square(p - t)",
        "sqrt(abs(p - t) + 1)", "abs(p - t)^3", "abs(p - t)^2.5", "(p^2 + 1)^t", "sigmoid(p - t)", "softplus(p - t)", "log_sigmoid(p - t)", "tanh(p - t)",
        "log_cosh(p - t)", "sin(p - t)", "cos(p - t)", "atan(p - t)", "hypot(p - t, 1)", "hypot(hypot(p, t), w)", "hypot(hypot(hypot(p, t), w), 1)", "xlogy(p, p^2 + 1)",
        "xlog1py(p, t^2)", "logaddexp(p, t)", "lgamma(p^2 + 1)", "digamma(p^2 + 1)", "trigamma(p^2 + 1)", "log_ndtr(p - t)", "log(i0e(p)) + abs(p)",
        "lambert_w(p^2)", "abs(p - t)^2", "abs(p - t)*abs(t - p)", "max(p - t, t - p)^2", "min(p, -p)^2", "max(p - t, 0)^2 + max(t - p, 0)^2", "max(p - t, 0)^2 + 2*max(t - p, 0)^2", "relu(p - t)^2",
        "clamp(p, 0, 5)^2 + clamp(p, -5, 0)^2", "sqrt(p^2 + t^2)^2", "abs(p - t) <= 1 ? (p - t)^2 : 2*abs(p - t) - 1",
        "abs(max(p, t) - min(p, t))^2", "log_remainder(p^2)", "log_remainder(abs(p - t))", "exp_remainder(p - t)", "softplus_mix(p, t^2, 1)", "sigmoid_mix(p, 1, t^2)", "stirling_remainder(p^2 + 0.5)", "sinpi(p)", "cospi(p)", "zero_times(p - t, p)", "exp(-abs(p - t)) + abs(p - t)",
    ];

    [SlowTheory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Of_points(string key) => Verdict.Holds(new PointCurvatureLaw(), key);

    [SlowTheory]
    [SlowData(nameof(Subjects.RowKeys), MemberType = typeof(Subjects))]
    public void Of_rows(string key) => new RowCurvatureLaw().Holds(key);

    [SlowTheory]
    [SampledData(nameof(Subjects.BoxKeys), MemberType = typeof(Subjects))]
    public void Of_boxes(string key) => new BoxCurvatureLaw().Holds(key);

    [SlowTheory]
    [SampledData(nameof(Subjects.SumKeys), MemberType = typeof(Subjects))]
    public void Of_sums(string key) => new SumCurvatureLaw().Holds(key);

    [SlowTheory]
    [SampledData(nameof(Texts), Wide = 1)]
    public void Of_text(string formula) => Verdict.None([.. new PointCurvatureLaw().Failures(Loss.Parse(formula))]);

    /// <summary>Where the square of a residual in scales overflows: minus (degrees + 1) / residual^2, and by the scale degrees / scale^2.</summary>
    [Fact]
    public void Of_a_residual_beyond_all_squares()
    {
        double[] curvature = [0];
        foreach (var (residual, scale) in new[] { (1e155, 1.0), (1e100, 1e-60), (1e180, 1e10) })
        {
            var batch = new LossBatch<double> { Prediction = [residual], Target = [0], Third = new() { Values = [scale] }, Reduction = Reduction.Sum };
            batch.SetHessian(2, curvature);
            Loss.Create("student_t_nll").Evaluate(batch);
            Assert.Equal(1, curvature[0] / (3 / (scale * scale)), 1e-9);
        }
    }

    /// <summary>1/q^2 (2 p/q - 1) for target p and prediction q.</summary>
    [Theory]
    [InlineData(1e-160, 1)]
    [InlineData(1e-300, 2)]
    [InlineData(1e-100, 1e60)]
    public void Of_a_ratio_near_0(double target, double prediction)
    {
        double[] curvature = [0];
        var batch = new LossBatch<double> { Prediction = [prediction], Target = [target], Classes = 1, Hessian = curvature, Reduction = Reduction.Sum };
        Loss.Create("itakura_saito").Evaluate(batch);
        Assert.Equal(-1, curvature[0] * prediction * prediction, 1e-9);
    }
}
