namespace Minima.Analysis;

/// <summary>A loss along the prediction, with everything else held.</summary>
internal sealed class Section
{
    private readonly PointFunction _function;

    public Section(Setting setting, double target, double[] extras, IEnumerable<double> centres, double reach = 1e9)
    {
        _function = setting.Function;
        Extras = extras;
        Target = target;
        Predictions = SampleSpace.Predictions(_function.DomainOf(0), centres.Append(target), reach);
        Jets = new PointFunction.Jet[Predictions.Length];
        for (var i = 0; i < Jets.Length; i++)
        {
            var x = _function.Point(Predictions[i], target, extras);

            // At a kink this is the derivative that the gradient uses.
            Jets[i] = _function.At(x) with { Slope = _function.Slope(x) };
        }
    }

    /// <summary>The values of the inputs that are neither prediction nor target.</summary>
    public double[] Extras { get; }

    public double Target { get; }

    public double[] Predictions { get; }

    public PointFunction.Jet[] Jets { get; }

    public int Count => Predictions.Length;

    public double Value(double prediction) => _function.Value(_function.Point(prediction, Target, Extras));

    public double Slope(double prediction) => _function.Slope(_function.Point(prediction, Target, Extras));

    public PointFunction.Jet Jet(double prediction) => _function.At(_function.Point(prediction, Target, Extras));

    public Witness Witness(double prediction) => new(prediction, Target, Value(prediction), Slope(prediction)) { Others = Extras };

    public Witness WitnessAt(int i) => new(Predictions[i], Target, Jets[i].Value, Jets[i].Slope) { Others = Extras };
}
