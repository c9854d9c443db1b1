using Minima.Analysis;
using Minima.Pages;

namespace Minima.Cli.Explain;

/// <summary>The curves of a loss: the axis (residual, margin or prediction), its range, and the heights along it.</summary>
internal sealed class Curves
{
    private static readonly double[] Nice = [1, 2, 3, 4, 5, 6, 8, 10];

    private readonly Loss _loss;
    private readonly int _target;

    public Curves(LossAnalysis analysis)
    {
        _loss = analysis.Loss;
        var inputs = _loss.Entry.Inputs;
        _target = Enumerable.Range(0, inputs.Count).FirstOrDefault(i => inputs[i].Name == "target", -1);
        Coordinate = analysis.Coordinate;
        Targets = ChooseTargets();
        (From, To) = ChooseRange(analysis);
    }

    public LossCoordinate Coordinate { get; }

    /// <summary>The targets of the lines; one if the loss depends on the residual or margin alone.</summary>
    public double[] Targets { get; }

    public double From { get; }

    public double To { get; }

    /// <summary>Values and derivatives at evenly spaced points, for a target; NaN outside the domain.</summary>
    public (double[] Values, double[] Slopes) At(double target, int count) => At(target, PictureAxis.Spaced(From, To, count));

    /// <summary>True if the predictions of the loss are bounded on both sides, as probabilities are.</summary>
    public bool IsBounded => double.IsFinite(_loss.DomainOf(0).Low) && double.IsFinite(_loss.DomainOf(0).High);

    /// <summary>Checks if the loss accepts this target.</summary>
    public bool Takes(double target) => _target >= 0 && _loss.DomainOf(_target).Contains(target);

    /// <summary>Values and derivatives at predictions (residuals if the target is 0, margins if it is 1), for a target; NaN outside the domain.</summary>
    public (double[] Values, double[] Slopes) At(double target, double[] x)
    {
        var count = x.Length;
        var domain = _loss.DomainOf(0);
        var inside = Enumerable.Range(0, count).Where(i => domain.Contains(x[i])).ToArray();
        var first = Array.ConvertAll(inside, i => x[i]);
        var (terms, gradient) = (new double[first.Length], new double[first.Length]);
        var batch = new LossBatch<double> { Prediction = first, Terms = terms, Reduction = Reduction.None };
        for (var i = 1; i < _loss.Entry.Inputs.Count; i++)
        {
            var held = i == _target ? target : Ordinary(i);
            batch.SetInput(i, Enumerable.Repeat(held, first.Length).ToArray());
        }

        if (_loss.Entry.Inputs[0].Differentiated)
        {
            batch.Gradient = gradient;
        }
        else
        {
            Array.Fill(gradient, double.NaN);
        }

        _loss.Evaluate(batch);
        var (values, slopes) = (new double[count], new double[count]);
        Array.Fill(values, double.NaN);
        Array.Fill(slopes, double.NaN);
        for (var i = 0; i < inside.Length; i++)
        {
            (values[inside[i]], slopes[inside[i]]) = (terms[i], gradient[i]);
        }

        return (values, slopes);
    }

    /// <summary>The fixed values of further inputs.</summary>
    public IEnumerable<(string Name, double Value)> Held => Enumerable.Range(1, _loss.Entry.Inputs.Count - 1)
        .Where(i => i != _target)
        .Select(i => (_loss.Entry.Inputs[i].Name, Ordinary(i)));

    private double Ordinary(int input)
    {
        for (var i = 0; i < _loss.Parameters.Count; i++)
        {
            if (_loss.Entry.Parameters[i].BindsInput == input && _loss.Parameters[i] is double bound)
            {
                return bound;
            }
        }

        return OrdinaryValue.In(_loss.DomainOf(input));
    }

    private double[] ChooseTargets()
    {
        if (_target < 0 || Coordinate == LossCoordinate.Residual)
        {
            return [0];
        }

        if (Coordinate == LossCoordinate.Margin)
        {
            return [1];
        }

        var domain = _loss.DomainOf(_target);
        return domain.IsLabel || domain is { Low: 0, High: 1, LowOpen: false } ? [domain.High, domain.Low]
            : domain is { Low: 0, High: 1 } ? [0.3]
            : domain.Contains(2) ? [2]
            : [domain.Contains(0) ? 0 : domain.Low + 1];
    }

    private (double From, double To) ChooseRange(LossAnalysis analysis)
    {
        var domain = _loss.DomainOf(0);
        if (double.IsFinite(domain.Low) && double.IsFinite(domain.High))
        {
            return (domain.Low, domain.High);
        }

        // Wide enough for kinks, joins, and the scale of parameters in the target's units.
        var places = analysis.Kinks.Concat(analysis.CurvatureJumps)
            .Where(k => k.Place is KinkPlace.Residual or KinkPlace.Margin or KinkPlace.Prediction)
            .Select(k => Math.Abs(k.At.Value))
            .Concat(_loss.Entry.Parameters.Zip(_loss.Parameters).Where(p => p.First.InTargetUnits).Select(p => p.Second).OfType<double>().Select(Math.Abs))
            .Where(x => x is > 1e-6 and < 1e9)
            .ToArray();
        var reach = places.Length == 0 ? 3 : 1.6 * places.Max();
        reach = places.Length > 0 && reach < 0.5 ? reach : Math.Max(reach, 2);
        if (Coordinate == LossCoordinate.Prediction && domain.IsReal && Targets.Length == 2)
        {
            reach = Math.Max(reach, 5);
        }

        reach = Rounded(reach);
        return double.IsFinite(domain.Low) ? (domain.Low, domain.Low + 2 * Math.Max(reach, Math.Abs(Targets[0] - domain.Low) * 1.5))
            : double.IsFinite(domain.High) ? (domain.High - 2 * reach, domain.High)
            : (-reach, reach);
    }

    private static double Rounded(double x)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(x)));
        return Nice.Select(n => n * power).First(n => n >= x * 0.999);
    }
}
