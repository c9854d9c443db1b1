namespace Minima.Tabular;

/// <summary>Finds the meaning of the outputs of a loss on made-up rows, as far as its declaration leaves it open.</summary>
internal sealed class JointProbe
{
    private const int RowsOfEach = 4;
    private const double Rounding = 1e-9;

    private readonly LossSpec _request;
    private readonly Loss _loss;
    private readonly JointTarget _target;
    private readonly BatchRows _rows;

    /// <param name="request">The loss.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="target">The target.</param>
    public JointProbe(LossSpec request, Loss loss, JointTarget target) => (_request, _loss, _target, _rows) = (request, loss, target, Rows(target));

    /// <summary>The reason that nothing can be learned with the plan, or null.</summary>
    /// <param name="plan">The plan from the declaration.</param>
    /// <param name="found">The plan completed with the findings.</param>
    /// <exception cref="LossException">The loss refuses such rows.</exception>
    public Localized? Obstacle(BatchPlan plan, out BatchPlan? found)
    {
        found = null;
        var evaluated = Loss(plan, _rows);
        var outputs = Outputs(plan, 1);
        var theta = Theta(plan, evaluated);
        var slopes = new double[outputs.Length];
        var value = evaluated.Evaluate(outputs, theta, slopes, new double[theta.Length]);
        if (!double.IsFinite(value) || Array.TrueForAll(slopes, slope => slope == 0)) return JointReasons.Flat;
        if (!plan.IsEmbedding && DependsOnOrder(plan, outputs, theta, value)) return JointReasons.Sequence;
        if (!_request.Entry.DefaultFor.HasFlag(PredictionTasks.Flag(_target.Task)) && Twin(plan, evaluated, theta) is { } twin) return JointReasons.Twin(twin);
        if (plan.Reading == OutputReading.Steps && !plan.SharesWeights)
        {
            // Row 0 has the lowest grade: if the loss ignores the second step for it, that step is conditional on passing the first.
            found = slopes[1] == 0
                ? plan with { Reading = OutputReading.Conditional }
                : plan with { SharesWeights = true, LearnedShapes = [[plan.Outputs]] };
            return null;
        }

        found = plan;
        if (plan.Outputs == 1 || (!plan.IsEmbedding && plan.Reading != OutputReading.Numbers)) return null;
        double[] doubled = [.. outputs.Select((output, k) => output * (1 + (k / plan.Outputs % 3)))];
        if (Math.Abs(evaluated.Evaluate(doubled, theta, [], []) - value) > Rounding * Math.Max(1, Math.Abs(value))) return null;
        found = plan.IsEmbedding ? plan with { Reading = OutputReading.Direction } : plan with { LeavesLengthOpen = true };
        return null;
    }

    private BatchLoss Loss(BatchPlan plan, BatchRows rows) =>
        new(new Candidate(_request.Entry, _request.Given, false, [], false) { Batch = plan }, _loss, rows, BatchUnits.Of(plan, rows.Target, null));

    private double[] Outputs(BatchPlan plan, double phase) =>
        [.. Enumerable.Range(0, _rows.Target.Length * (plan.SharesWeights ? 1 : plan.Outputs)).Select(k => Math.Sin(phase + (1.7 * k)) + (_target.Task == PredictionTask.Boxes && k % 4 > 1 ? 3 : 0))];

    private static double[] Theta(BatchPlan plan, BatchLoss loss) => [.. Enumerable.Range(0, loss.Learned).Select(k => plan.SharesWeights ? k - 0.5 : Math.Cos(k))];

    /// <summary>The loss changes if the rows are reversed.</summary>
    private bool DependsOnOrder(BatchPlan plan, double[] outputs, double[] theta, double value)
    {
        var width = outputs.Length / _rows.Target.Length;
        var turned = new BatchRows([.. _rows.Target.Reverse()], null, null) { Targets = Turned(_rows.Targets, _rows.Targets.Length / _rows.Target.Length) };
        return Math.Abs(Loss(plan, turned).Evaluate(Turned(outputs, width), theta, [], []) - value) > Rounding * Math.Max(1, Math.Abs(value));
    }

    private static double[] Turned(double[] rows, int width) => width == 0 ? [] : [.. rows.Chunk(width).Reverse().SelectMany(row => row)];

    /// <summary>The usual loss whose gradient at two points equals this one, up to a factor common to all rows; null if there is none.</summary>
    private string? Twin(BatchPlan plan, BatchLoss loss, double[] theta)
    {
        if (plan.SharesWeights || plan.IsEmbedding || plan.Reading is OutputReading.Steps) return null;
        string[]? names = null;
        foreach (var phase in (double[])[1, 2.3])
        {
            var outputs = Outputs(plan, phase);
            var slopes = new double[outputs.Length];
            loss.Evaluate(outputs, theta, slopes, new double[theta.Length]);
            string[] here = [.. Usual(plan, outputs).Where(usual => AreParallel(usual.Slopes, slopes)).Select(usual => usual.Name)];
            names = names is null ? here : [.. names.Intersect(here, StringComparer.Ordinal)];
        }

        return names is [var name, ..] && name != _request.Entry.Key ? name : null;
    }

    private IEnumerable<(string Name, double[] Slopes)> Usual(BatchPlan plan, double[] outputs)
    {
        var truth = _rows.Targets.Length > 0 ? _rows.Targets : _target.Count == 1 ? _rows.Target : [.. _rows.Target.SelectMany(grade => Enumerable.Range(0, _target.Count).Select(k => (int)grade == k ? 1.0 : 0))];
        var isOfClasses = _target.Task is PredictionTask.MultiClass or PredictionTask.Ordinal or PredictionTask.Composition;
        var isOfLabels = _target.Task is PredictionTask.MultiLabel or PredictionTask.Binary;
        var reading = isOfClasses ? OutputReading.Softmax : isOfLabels ? OutputReading.Labels : plan.Reading;
        var usual = isOfClasses ? (_target.Task == PredictionTask.Composition ? PredictionTask.Composition : PredictionTask.MultiClass) : isOfLabels ? PredictionTask.Binary : reading == OutputReading.Logarithm ? PredictionTask.Count : PredictionTask.Regression;
        var predicted = JointReading.OfRow(reading, outputs, _target.Count);
        yield return (PredictionTasks.Default(usual).Key, [.. predicted.Zip(truth, (one, other) => one - other)]);
        if (reading == OutputReading.Numbers) yield return (Judge.Control(PredictionTask.Regression, Wanted.Median).Entry.Key, [.. predicted.Zip(truth, (one, other) => (double)Math.Sign(one - other))]);
    }

    private static bool AreParallel(double[] one, double[] other)
    {
        var (both, own, others) = (0.0, 0.0, 0.0);
        for (var k = 0; k < one.Length; k++)
        {
            both += one[k] * other[k];
            own += one[k] * one[k];
            others += other[k] * other[k];
        }

        return both > 0 && both * both >= (1 - Rounding) * own * others;
    }

    private static BatchRows Rows(JointTarget target)
    {
        var isOfClasses = target.Task is PredictionTask.MultiClass or PredictionTask.Ordinal;
        var count = RowsOfEach * Math.Max(2, target.Count);
        double[] own = [.. Enumerable.Range(0, count).Select(row => isOfClasses ? row % target.Count : target.Task == PredictionTask.Binary ? row % 2 : Between(target, row))];
        if (isOfClasses || target.Count == 1) return new(own, null, null);
        double[] targets = [.. Enumerable.Range(0, count * target.Count).Select(k => target.Task switch
        {
            PredictionTask.MultiLabel => (k / target.Count) + (k % target.Count) is var sum && sum % 2 == 0 ? 1.0 : 0,
            PredictionTask.Boxes => (k % target.Count > 1 ? 3 : 0) + Math.Cos(k),
            PredictionTask.Composition => ((k % target.Count) + 1) * 2.0 / target.Count / (target.Count + 1),
            _ => Between(target, k),
        })];
        return new(own, null, null) { Targets = targets };
    }

    private static double Between(JointTarget target, int k) => target.Low + ((target.High - target.Low) * (0.5 + (0.45 * Math.Sin(k))));
}
