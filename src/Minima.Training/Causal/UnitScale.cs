namespace Minima.Training.Causal;

/// <summary>Scales covariates and outcomes to mean 0 and standard deviation 1 over a learner's training units, and back.</summary>
internal sealed class UnitScale
{
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly int _width;

    public UnitScale(TreatedUnits units)
    {
        _width = units.Width;
        (_means, _deviations) = (new double[_width], new double[_width]);
        for (var k = 0; k < _width; k++) (_means[k], _deviations[k]) = Moments([.. Enumerable.Range(0, units.Count).Select(i => units.Covariates[(i * _width) + k])]);
        (OutcomeMean, OutcomeDeviation) = Moments(units.Outcome);
    }

    public double OutcomeMean { get; }

    public double OutcomeDeviation { get; }

    /// <summary>Rows of covariates, standardised as network inputs.</summary>
    /// <exception cref="TrainingException">The numbers are not rows of this width.</exception>
    public float[] Covariates(ReadOnlySpan<double> covariates)
    {
        if (covariates.Length % _width != 0) throw new TrainingException($"{covariates.Length} covariates given; the learner was trained on {_width} for each unit.");
        var scaled = new float[covariates.Length];
        for (var i = 0; i < scaled.Length; i++) scaled[i] = (float)((covariates[i] - _means[i % _width]) / _deviations[i % _width]);
        return scaled;
    }

    public float[] Outcomes(IReadOnlyList<double> outcomes) => [.. outcomes.Select(outcome => (float)((outcome - OutcomeMean) / OutcomeDeviation))];

    private static (double Mean, double Deviation) Moments(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));

        // A constant column carries no information, in any scale.
        return (mean, deviation > 0 ? deviation : 1);
    }
}
