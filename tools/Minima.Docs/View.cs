using Minima.Tabular;

namespace Minima.Docs;

/// <summary>What the first input of a loss is, for a reader.</summary>
internal enum AxisKind
{
    /// <summary>prediction - target, drawn with target 0.</summary>
    Residual,

    /// <summary>The prediction itself, at some target.</summary>
    Prediction,

    /// <summary>The logarithm of the predicted amount.</summary>
    LogPrediction,

    /// <summary>prediction times label, drawn with label +1.</summary>
    Margin,

    /// <summary>A logit, with targets 0 and 1.</summary>
    Logit,

    /// <summary>A probability, with targets 0 and 1.</summary>
    Probability,

    /// <summary>Another quantity, called by its own name.</summary>
    Own,

    /// <summary>The prediction of one class of a row.</summary>
    Class,
}

/// <summary>A line of the picture: a loss, and what its inputs are while the first one runs along the axis.</summary>
internal record Curve(string Label, Loss Loss, double[] Inputs)
{
    /// <summary>Loss, gradient and second derivative at each x.</summary>
    public virtual Samples At(ReadOnlySpan<double> x)
    {
        var entry = Loss.Entry;
        var differentiated = entry.Inputs[0].Differentiated;
        var curved = differentiated && !entry.StopsGradient;
        var samples = new Samples(x.ToArray(), new double[x.Length], differentiated ? new double[x.Length] : [], curved ? new double[x.Length] : []);
        var batch = new LossBatch<double>
        {
            Prediction = samples.X,
            Terms = samples.Loss,
            Gradient = samples.Gradient,
            Hessian = samples.Curvature,
            Reduction = Reduction.None,
        };
        for (var i = 1; i < Inputs.Length; i++)
        {
            batch.SetInput(i, Enumerable.Repeat(Inputs[i], x.Length).ToArray());
        }

        Loss.Evaluate(batch);
        return samples;
    }
}

/// <summary>A loss seen along its first input. Gradient and curvature are empty where the first input has none.</summary>
internal sealed record Samples(double[] X, double[] Loss, double[] Gradient, double[] Curvature);

/// <summary>Along which axis, how far and at which other inputs a loss is shown: all of it read off its row of the catalogue.</summary>
internal sealed class View
{
    private const int GridSteps = 400;
    private static readonly int[] AroundTarget = [-6, -2, -1, 0, 1, 2, 6];
    private static readonly int[] FromLowEnd = [0, 1, 5, 10, 20, 30, 50];
    private static readonly double[] NiceNumbers = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

    private View(LossEntry entry)
    {
        Entry = entry;
        Default = entry.CreateExample();
        TargetIndex = Enumerable.Range(0, entry.Inputs.Count).FirstOrDefault(i => entry.Inputs[i].Name == "target", -1);
        Setting = entry.Row is null ? null : RowSetting.Of(Default);
        Targets = ChooseTargets();
        Kind = ChooseKind();
        (From, To) = ChooseRange();
        Points = ChoosePoints();
        Curves = ChooseCurves();
    }

    public LossEntry Entry { get; }

    /// <summary>The loss with its default parameters, and with examples of those that must be given.</summary>
    public Loss Default { get; }

    /// <summary>How a loss over rows is shown; null for any other.</summary>
    public RowSetting? Setting { get; }

    /// <summary>Which input is the target, or -1.</summary>
    public int TargetIndex { get; }

    /// <summary>The targets at which the loss is drawn.</summary>
    public double[] Targets { get; }

    public AxisKind Kind { get; }

    public double From { get; }

    public double To { get; }

    /// <summary>The points of the table.</summary>
    public double[] Points { get; }

    /// <summary>The lines of the picture.</summary>
    public IReadOnlyList<Curve> Curves { get; }

    private Domain Axis => Default.DomainOf(0);

    public static View Of(LossEntry entry) => new(entry);

    /// <summary>The points of the picture's grid that lie in the domain.</summary>
    public double[] Grid() => [.. Enumerable.Range(0, GridSteps + 1).Select(i => From + (To - From) * i / GridSteps).Where(Axis.Contains)];

    /// <summary>The default loss at one of the targets.</summary>
    public Curve DefaultAt(double target) => Setting is not null
        ? new RowCurve($"target = {Numbers.Full(target)}", Default, Setting, target)
        : new Curve($"target = {Numbers.Full(target)}", Default, InputsAt(target));

    /// <summary>Every input at an ordinary value of its domain, the target at <paramref name="target"/>.</summary>
    public double[] InputsAt(double target) =>
        [.. Enumerable.Range(0, Entry.Inputs.Count).Select(i => i == TargetIndex ? target : Entry.Inputs[i].BoundTo ?? Ordinary(Default.DomainOf(i)))];

    private static double Ordinary(Domain domain) => domain switch
    {
        { IsReal: true } => 0,
        { Low: 0, High: 1 } => 0.5,
        _ when domain.Contains(1) => 1,
        _ => double.IsFinite(domain.Low) ? domain.Low + 1 : domain.High - 1,
    };

    private double[] ChooseTargets()
    {
        if (Setting is not null)
        {
            return Setting.Targets;
        }

        if (TargetIndex < 0)
        {
            return [0];
        }

        var domain = Default.DomainOf(TargetIndex);
        return domain switch
        {
            { IsLabel: true } => [1],
            { Kind: DomainKind.Interval, Low: 0, High: 1, LowOpen: false } => [0, 1],
            { Kind: DomainKind.Interval, Low: 0, High: 1 } => [0.3],
            { IsReal: true } when DependsOnResidualOnly() => [0],
            { Kind: DomainKind.Interval, Low: 0 } => [2],
            _ => [1],
        };
    }

    /// <summary>Whether moving prediction and target together changes nothing.</summary>
    private bool DependsOnResidualOnly()
    {
        if (!Axis.IsReal)
        {
            return false;
        }

        double[] residuals = [-2.5, -0.75, 0.25, 1.5, 3];
        var here = DefaultAt(0).At(residuals);
        var there = DefaultAt(4).At([.. residuals.Select(r => r + 4)]);
        return here.Loss.Zip(there.Loss).All(p => Math.Abs(p.First - p.Second) <= 1e-9 * (1 + Math.Abs(p.First)));
    }

    private AxisKind ChooseKind() => Axis switch
    {
        _ when Setting is not null => AxisKind.Class,
        _ when Entry.Inputs[0].Name != "prediction" => AxisKind.Own,
        _ when TargetIndex >= 0 && Default.DomainOf(TargetIndex).IsLabel => AxisKind.Margin,
        { IsReal: true } when Targets.Length == 2 && Entry.Family == LossFamily.Binary => AxisKind.Logit,
        { Low: 0, High: 1 } => AxisKind.Probability,
        { IsReal: true } when Entry.Link == PredictionLink.Log => AxisKind.LogPrediction,
        { IsReal: true } when Targets is [0] => AxisKind.Residual,
        _ => AxisKind.Prediction,
    };

    private (double From, double To) ChooseRange()
    {
        switch (Kind)
        {
            case AxisKind.Class:
                return (Setting!.From, Setting.To);
            case AxisKind.Margin:
                return (-3, 3);
            case AxisKind.Logit:
                return (-6, 6);
            case AxisKind.Probability:
                return (0, 1);
            case AxisKind.LogPrediction:
                return (-2, 3);
        }

        if (!Axis.IsReal)
        {
            var low = double.IsFinite(Axis.Low) ? Axis.Low : Axis.High - 5;
            return (low, Math.Min(low + 5, Axis.High));
        }

        // A parameter in the units of the target says where something happens: the axis reaches well beyond it.
        var units = Entry.Parameters.Where(p => p.InTargetUnits).Select(p => p.Default).OfType<double>().DefaultIfEmpty(1.5).Max();
        var reach = units < 0.5 ? 1 : Nice(Math.Max(units == 1.5 ? 3 : 5, 2 * units));
        while (Turns(reach) > 6)
        {
            reach /= 2;
        }

        return (Targets.Min() - reach, Targets.Max() + reach);
    }

    /// <summary>How often the loss turns from falling to rising or back within reach of the target: a wave is shown for a few periods only.</summary>
    private int Turns(double reach)
    {
        var slopes = DefaultAt(Targets[0]).At([.. Enumerable.Range(-100, 200).Select(k => Targets[0] + (k + 0.5) * reach / 100)]).Gradient;
        return slopes.Where(s => s != 0).Select(Math.Sign).Aggregate((Count: 0, Last: 0), (a, s) => (a.Count + (a.Last != 0 && s != a.Last ? 1 : 0), s)).Count;
    }

    private static double Nice(double x)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(x)));
        return power * NiceNumbers.First(f => f * power >= x * (1 - 1e-9));
    }

    private double[] ChoosePoints()
    {
        double[] points = Kind switch
        {
            AxisKind.Class => Setting!.Points,
            AxisKind.Margin => [-2, -1, 0, 0.5, 1, 2, 3],
            AxisKind.Logit => [-6, -2, -1, 0, 1, 2, 6],
            AxisKind.Probability => [0, 0.01, 0.25, 0.5, 0.75, 0.99, 1],
            AxisKind.LogPrediction => [-2, -1, 0, 0.5, 1, 2, 3],
            _ when Axis.IsReal => [.. AroundTarget.Select(k => Targets[0] + k * (To - From) / 20)],
            _ => [.. FromLowEnd.Select(k => From + k * (To - From) / 50)],
        };
        return [.. points.Where(Axis.Contains)];
    }

    /// <summary>
    /// One line for each target, and at the last one two more values of a parameter, one that changes the shape before one that is a factor; or, where there is one target, a line for three
    /// values of the next thing that changes the shape: a second learned input, else a parameter. The default comes first.
    /// </summary>
    private Curve[] ChooseCurves()
    {
        if (Targets.Length > 1 || Setting is not null)
        {
            Curve[] targets = [.. Targets.Reverse().Select(DefaultAt)];
            var sweeps = Entry.Parameters
                .Select(parameter => parameter.Default is double number ? Around(number, parameter.Domain).Skip(1).Select(value => With(parameter, value, InputsAt(Targets[^1]), $"{targets[0].Label}, ")).OfType<Curve>().ToArray() : [])
                .Where(lines => Visible([targets[0], .. lines]))
                .ToArray();
            return [.. targets, .. Array.Find(sweeps, lines => !IsMultiple(targets[0], lines[0])) ?? sweeps.FirstOrDefault([])];
        }

        var inputs = InputsAt(Targets[0]);
        var plain = new Curve("", Default, inputs);
        for (var i = 1; i < inputs.Length; i++)
        {
            if (Entry.Inputs[i] is { Differentiated: true, BoundTo: null } input)
            {
                var lines = Around(inputs[i], Default.DomainOf(i))
                    .Select(v => new Curve($"{input.Name} = {Numbers.Full(v)}", Default, [.. inputs[..i], v, .. inputs[(i + 1)..]]))
                    .ToArray();
                if (Visible(lines))
                {
                    return lines;
                }
            }
        }

        foreach (var parameter in Entry.Parameters)
        {
            IEnumerable<object> values = parameter switch
            {
                { Default: double number } => Around(number, parameter.Domain).Cast<object>(),
                { Kind: ParameterKind.Choice } => parameter.Choices.OrderBy(c => c == (string?)parameter.Default ? 0 : 1),
                _ => [],
            };
            var lines = values.Select(v => With(parameter, v, inputs)).OfType<Curve>().Take(3).ToArray();
            if (Visible(lines))
            {
                return lines;
            }
        }

        return [plain];
    }

    /// <summary>The value itself, a smaller one and a larger one.</summary>
    internal static IEnumerable<double> Around(double x, Domain domain)
    {
        double[] candidates = domain switch
        {
            { Low: 0, High: 1 } => [0.1, 0.9, 0.25, 0.75],
            _ when x == 0 => [-1, 1, 2],
            _ => [x / 2, x * 2],
        };
        return candidates.Where(c => c != x && domain.Contains(c)).Take(2).Prepend(x);
    }

    private Curve? With(ParameterInfo parameter, object value, double[] inputs, string before = "")
    {
        try
        {
            var loss = Loss.Create(Entry, new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter.Name] = value });
            var at = parameter.BindsInput is { } bound ? [.. inputs[..bound], (double)value, .. inputs[(bound + 1)..]] : inputs;
            var label = $"{before}{parameter.Name} = {ParameterInfo.Format(value)}";
            var curve = Setting is null ? new Curve(label, loss, at) : new RowCurve(label, loss, Setting, Targets[^1]);
            curve.At(Points);
            return curve;
        }
        catch (LossException)
        {
            // A value that another parameter or a domain forbids is not drawn.
            return null;
        }
    }

    /// <summary>A factor tells a reader less than a bend.</summary>
    private bool IsMultiple(Curve one, Curve other)
    {
        var grid = Grid();
        var (plain, changed) = (one.At(grid).Loss, other.At(grid).Loss);
        var largest = Array.IndexOf(plain, plain.MaxBy(Math.Abs));
        var factor = changed[largest] / plain[largest];
        return plain.Zip(changed).All(pair => Math.Abs(pair.Second - (factor * pair.First)) <= 1e-9 * Math.Abs(changed[largest]));
    }

    /// <summary>Whether a reader can tell the first line from every other.</summary>
    private bool Visible(Curve[] curves)
    {
        if (curves.Length < 2)
        {
            return false;
        }

        var grid = Grid();
        var lines = curves.Select(c => c.At(grid).Loss).ToArray();
        var finite = lines.SelectMany(l => l).Where(double.IsFinite).ToArray();
        var range = finite.Max() - finite.Min();
        return lines.Skip(1).All(l => l.Zip(lines[0]).Any(p => double.IsFinite(p.First) && double.IsFinite(p.Second) && Math.Abs(p.First - p.Second) > 0.02 * range));
    }
}
