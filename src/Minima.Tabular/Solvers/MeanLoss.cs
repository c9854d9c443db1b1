namespace Minima.Tabular;

/// <summary>
/// The mean of a loss over some rows as a function of the model's output u and of the learned constants. The raw prediction is
/// offset + scale u, so the loss gets the user's units while the weights stay near 1.
/// </summary>
internal sealed class MeanLoss
{
    private readonly Loss _loss;
    private readonly double[] _target;
    private readonly double _offset;
    private readonly double _scale;
    private readonly IReadOnlyList<LearnedInput> _learned;
    private readonly IReadOnlyList<(int Index, double[] Values)> _inputs;
    private readonly double[] _prediction;
    private readonly double[][] _constants;
    private readonly double[][] _constantGradients;

    /// <param name="loss">The loss.</param>
    /// <param name="target">The target of each row, in the form of the loss.</param>
    /// <param name="outputScale">The transform from the model's output to the raw prediction.</param>
    /// <param name="candidate">The candidate with the inputs that are learned.</param>
    /// <param name="inputs">Further inputs from columns, a value for each row.</param>
    public MeanLoss(Loss loss, double[] target, OutputScale outputScale, Candidate candidate, IReadOnlyList<(int Index, double[] Values)>? inputs = null)
    {
        _inputs = inputs ?? [];
        // A loss with a built-in unit (log-cosh turns at 1) gets everything in robust scales; the others get the user's units.
        var unit = candidate.Entry.HasUnitResidual ? outputScale.Factor : 1;
        _loss = loss;
        _target = unit == 1 ? target : Array.ConvertAll(target, value => value / unit);
        _offset = outputScale.Offset / unit;
        _scale = outputScale.Factor / unit;
        _learned = candidate.Learned;
        _prediction = new double[target.Length];
        _constants = [.. _learned.Select(_ => new double[target.Length])];
        _constantGradients = [.. _learned.Select(_ => new double[target.Length])];
    }

    /// <summary>
    /// The mean loss; writes its derivatives unless the spans are empty. Infinity (and derivatives of 0) if an output overflows,
    /// so that a line search steps back.
    /// </summary>
    public double Evaluate(
        ReadOnlySpan<double> output, ReadOnlySpan<double> theta, Span<double> outputGradient, Span<double> thetaGradient, Span<double> terms = default)
    {
        var batch = new LossBatch<double> { Reduction = Reduction.Mean, Threads = 1 };
        var usable = true;
        for (var i = 0; i < _prediction.Length; i++)
        {
            _prediction[i] = _offset + (_scale * output[i]);
            usable &= double.IsFinite(_prediction[i]);
        }

        for (var k = 0; k < _learned.Count; k++)
        {
            var value = _learned[k].Value(theta[k]);
            usable &= double.IsFinite(value) && _learned[k].Domain.Contains(value);
            Array.Fill(_constants[k], value);
            batch.SetInput(_learned[k].Index, _constants[k]);
            if (!thetaGradient.IsEmpty) batch.SetGradient(_learned[k].Index, _constantGradients[k]);
        }

        if (!usable)
        {
            outputGradient.Clear();
            thetaGradient.Clear();
            terms.Fill(double.PositiveInfinity);
            return double.PositiveInfinity;
        }

        batch.Prediction = _prediction;
        batch.Target = _target;
        batch.Terms = terms;
        foreach (var (index, values) in _inputs) batch.SetInput(index, values);
        batch.Gradient = outputGradient;
        var result = _loss.Evaluate(batch).Value;
        for (var i = 0; i < outputGradient.Length; i++) outputGradient[i] *= _scale;
        if (thetaGradient.IsEmpty) return result;
        for (var k = 0; k < _learned.Count; k++)
        {
            var sum = 0.0;
            foreach (var gradient in _constantGradients[k]) sum += gradient;
            thetaGradient[k] = sum * _learned[k].Slope(theta[k]);
        }

        return result;
    }
}
