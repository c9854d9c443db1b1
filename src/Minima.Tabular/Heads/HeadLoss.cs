namespace Minima.Tabular;

/// <summary>The mean of a loss over some rows, as a function of the outputs of a model with several heads and of the learned constants. One object serves one thread.</summary>
internal sealed class HeadLoss
{
    private const double Step = 1e-5;
    private const double Farthest = 200;

    private readonly HeadPlan _plan;
    private readonly Loss _loss;
    private readonly double[] _target;
    private readonly double[] _share;
    private readonly HeadValues _bend;
    private readonly double[][] _values;
    private readonly double[][] _slopes;
    private readonly double[] _terms;
    private readonly IHeadTerms? _own;

    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss with its parameters; those that are learned have their start values.</param>
    /// <param name="target">The target of each row.</param>
    /// <param name="share">The weight of each row, with a sum of 1; empty for equal weights.</param>
    public HeadLoss(HeadPlan plan, Loss loss, double[] target, double[]? share = null)
    {
        (_plan, _loss, _target, _share, _bend) = (plan, loss, target, share ?? [], new(plan));
        _values = [.. plan.Heads.Select(_ => new double[target.Length])];
        _slopes = [.. plan.Heads.Select(_ => new double[target.Length])];
        _terms = new double[target.Length];
        if (plan.Constants.Count == 0) _own = HeadTerms.Of(plan, loss);
    }

    public int Rows => _target.Length;

    /// <summary>The loss with learned constants.</summary>
    public Loss At(ReadOnlySpan<double> theta) => HeadTerms.At(_plan, _loss, theta);

    /// <summary>Returns the mean and writes its derivatives unless the spans are empty. Infinity (and derivatives of 0) if a number is not finite, so that a line search steps back.</summary>
    public double Evaluate(ReadOnlySpan<double> outputs, ReadOnlySpan<double> theta, Span<double> gradient, Span<double> thetaGradient)
    {
        gradient.Clear();
        thetaGradient.Clear();
        foreach (var number in theta)
        {
            if (!(Math.Abs(number) < Farthest)) return double.PositiveInfinity;
        }

        if (!_bend.Fill(outputs, _values)) return double.PositiveInfinity;
        var value = Mean(theta, gradient.IsEmpty ? [] : _slopes);
        if (double.IsNaN(value)) return double.PositiveInfinity;
        if (!gradient.IsEmpty)
        {
            foreach (var slopes in _slopes)
            {
                for (var i = 0; i < slopes.Length; i++) slopes[i] *= Share(i);
            }

            _bend.Chain(outputs, _slopes, gradient);
        }

        var moved = thetaGradient.IsEmpty ? [] : theta.ToArray();
        for (var k = 0; k < thetaGradient.Length; k++)
        {
            moved[k] = theta[k] + Step;
            var above = Mean(moved, []);
            moved[k] = theta[k] - Step;
            thetaGradient[k] = (above - Mean(moved, [])) / (2 * Step);
            moved[k] = theta[k];
        }

        return value;
    }

    /// <summary>The loss of each row.</summary>
    public double[] Terms(ReadOnlySpan<double> outputs, ReadOnlySpan<double> theta)
    {
        if (!_bend.Fill(outputs, _values)) return [.. _terms.Select(_ => double.PositiveInfinity)];
        Mean(theta, []);
        return [.. _terms];
    }

    private double Share(int row) => _share.Length == 0 ? 1.0 / _terms.Length : _share[row];

    private double Mean(ReadOnlySpan<double> theta, double[][] slopes)
    {
        (_own ?? HeadTerms.Of(_plan, At(theta))).Evaluate(_values, _target, _terms, slopes);
        var sum = 0.0;
        for (var i = 0; i < _terms.Length; i++) sum += Share(i) * _terms[i];
        return sum;
    }
}
