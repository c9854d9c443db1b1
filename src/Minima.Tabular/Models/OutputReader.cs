using Minima.Analysis;
using Minima.Training.Checkpoints;

namespace Minima.Tabular;

/// <summary>Reads the raw outputs of a model: as predictions to judge, and as predictions to show.</summary>
/// <param name="meaning">The meaning of the outputs.</param>
/// <param name="losses">The loss of each target of numbers, one for other targets; null if it is unknown here.</param>
internal sealed class OutputReader(OutputMeaning meaning, IReadOnlyList<Loss?> losses)
{
    public OutputMeaning Meaning { get; } = meaning;

    /// <summary>The loss of each target of numbers, one for other targets; null if it is unknown here.</summary>
    public IReadOnlyList<Loss?> Losses { get; } = losses;

    /// <summary>The reason why there is no loss; empty if there is one.</summary>
    public Localized WhyNoLoss { get; init; } = Localized.Nothing;

    /// <summary>A loss that also takes columns, and their names: its mean can be computed if a table has them.</summary>
    public (Loss Loss, IReadOnlyList<(int Index, string Column)> Columns)? LossOfColumns { get; init; }

    /// <summary>The raw score above which class 1 is predicted, if a comparison chose one; null for that of the loss.</summary>
    public double? Threshold { get; init; }

    /// <summary>Further inputs of the loss that are constant over rows.</summary>
    public IReadOnlyList<(int Index, double Value)> Inputs { get; init; } = [];

    /// <summary>The loss alone decides between two classes; the model has no threshold of its own.</summary>
    public bool HasUsualThreshold => Threshold is null && Meaning.Kind == PredictionTask.Binary;

    /// <summary>The metrics of the task.</summary>
    public IReadOnlyList<TableMetric> Metrics => Tabular.Metrics.For(Meaning.Kind);

    /// <summary>Predictions to judge: one set, or one for each of several targets of numbers.</summary>
    /// <param name="targets">For each target column the value of each row: numbers, or classes from 0.</param>
    /// <param name="raw">The outputs, row after row.</param>
    public IReadOnlyList<Predictions> Judge(double[][] targets, double[] raw)
    {
        if (Meaning.IsOfClasses) return [RowLink.Apply(Meaning.LinkKind, targets[0], raw)];
        switch (Meaning.Kind)
        {
            case PredictionTask.Binary:
                return [Binary(targets[0], raw)];
            case PredictionTask.MultiLabel:
                return [Predictions.OfLabels([.. targets.Select((target, k) => Binary(target, Column(raw, k)))])];
            case PredictionTask.Ordinal:
                return [Predictions.OfGrades(Ranks(targets[0]), [.. Meaning.Grades], Numbers(0, Column(raw, 0)))];
            default:
                return [.. targets.Select((target, k) => Predictions.OfNumbers(target, Numbers(k, Column(raw, k))))];
        }
    }

    /// <summary>The constants that use no feature, in the order of their names.</summary>
    public IReadOnlyList<(Localized Name, IReadOnlyList<Predictions> ByTarget)> Constants(double[][] targets)
    {
        var names = ConstantPredictors.Names(Meaning.Kind);
        var known = Meaning.Constants.Count > 0 ? Meaning.Constants : ConstantsOf(Meaning, targets);
        var rows = targets[0].Length;
        switch (Meaning.Kind)
        {
            case PredictionTask.Binary:
                return [(names[0], [Predictions.OfProbabilities(targets[0], Filled(rows, known[0][1]))])];
            case PredictionTask.MultiLabel:
                return [(names[0], [Predictions.OfLabels([.. targets.Select((target, k) => Predictions.OfProbabilities(target, Filled(rows, known[k][1])))])])];
            case PredictionTask.MultiClass:
                return [(names[0], [Frequencies(targets[0], known[0])])];
            case PredictionTask.Ordinal:
                return
                [
                    (names[0], [Predictions.OfGrades(Ranks(targets[0]), [.. Meaning.Grades], Filled(rows, Median(known[0])))]),
                    (names[1], [Frequencies(Ranks(targets[0]), known[0])]),
                ];
            default:
                return [.. names.Select((name, i) => (name, (IReadOnlyList<Predictions>)[.. targets.Select((target, k) => Predictions.OfNumbers(target, Filled(rows, known[k][i])))]))];
        }
    }

    /// <summary>The featureless statistics of each target.</summary>
    public static IReadOnlyList<IReadOnlyList<double>> ConstantsOf(OutputMeaning meaning, double[][] targets) => [.. targets.Select(target => (IReadOnlyList<double>)(meaning.Kind switch
    {
        PredictionTask.Binary or PredictionTask.MultiLabel => Shares(target, 2),
        PredictionTask.MultiClass => Shares(target, meaning.Classes.Count),
        PredictionTask.Ordinal => Shares(meaning.AsClasses ? target : Ranks(meaning, target), meaning.Grades.Count),
        _ => [target.Average(), RobustScale.Median(target)],
    }))];

    /// <summary>The predictions to show for rows without known targets.</summary>
    /// <param name="raw">The outputs, row after row.</param>
    /// <param name="response">True for numbers in the target's units, probabilities and classes; else the raw outputs.</param>
    public TablePrediction Say(double[] raw, bool response)
    {
        var rows = raw.Length / Meaning.Outputs;
        if (Meaning.IsOfClasses)
        {
            var judged = RowLink.Apply(Meaning.LinkKind, new double[rows], raw);
            var shown = response && judged.ClassProbabilities is { } probabilities ? probabilities : raw;
            return new TablePrediction(Meaning.Targets, response && judged.ClassProbabilities is not null ? "probability" : "score", Meaning.Classes, shown, response ? [Array.ConvertAll(judged.Score, Class)] : []) { InOrder = Meaning.Classes };
        }

        if (!response) return new TablePrediction(Meaning.Targets, "score", OfClasses, raw, []) { Further = Meaning.Further };
        if (Meaning.Kind is PredictionTask.Binary or PredictionTask.MultiLabel)
        {
            var labels = Enumerable.Range(0, Meaning.Outputs).Select(k => Binary(new double[rows], Column(raw, k))).ToArray();
            var isProbability = Array.TrueForAll(labels, label => label.Probability is not null);
            var shown = new double[raw.Length];
            for (var i = 0; i < shown.Length; i++) shown[i] = isProbability ? labels[i % labels.Length].Probability![i / labels.Length] : raw[i];
            return new TablePrediction(Meaning.Targets, isProbability ? "probability" : "score", OfClasses, shown, [.. labels.Select(label => Enumerable.Range(0, rows).Select(row => Class(label.IsOne(row) ? 1 : 0)).ToArray())]) { InOrder = Meaning.Kind == PredictionTask.Binary ? Meaning.Classes : [] };
        }

        var numbers = new double[raw.Length];
        raw.CopyTo(numbers, 0);
        for (var k = 0; k < Meaning.Targets.Count; k++)
        {
            var column = Numbers(k, Column(raw, k));
            for (var row = 0; row < rows; row++) numbers[(row * Meaning.Outputs) + (k * Meaning.OutputsEach)] = column[row];
        }

        return new TablePrediction(Meaning.Targets, "prediction", [], numbers, []) { Further = Meaning.Further };
    }

    private IReadOnlyList<string> OfClasses => Meaning.Kind == PredictionTask.Binary ? [Meaning.Classes[1]] : [];

    private string Class(double number) => !double.IsFinite(number) ? "" : Meaning.Classes.Count == 0 ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : Meaning.Classes[(int)number];

    private Predictions Binary(double[] target, double[] raw) => OfLink(target, raw).DecidedAbove(Threshold);

    private Predictions OfLink(double[] target, double[] raw)
    {
        var loss = Losses[0];
        if (loss is { Entry.IsText: true }) return TextLink.Apply(loss, [], target, raw);
        var link = Meaning.LinkKind;
        if (link is PredictionLink.Sign or PredictionLink.None || (link == PredictionLink.Identity && Meaning.MarginLabels)) return Predictions.OfScores(target, raw);
        if (link != PredictionLink.Other) return Predictions.OfScores(target, raw, Array.ConvertAll(raw, x => InverseLink.Probability(link, x)), InverseLink.Threshold(link));
        return Derived(0) is { IsInvertible: true } derived
            ? Predictions.OfScores(target, raw, Array.ConvertAll(raw, x => InverseLink.Probability(derived, x)), InverseLink.Threshold(derived))
            : Predictions.OfScores(target, raw);
    }

    private double[] Numbers(int target, double[] raw)
    {
        var unit = Meaning.UnitOf(target);
        var derived = Meaning.LinkKind == PredictionLink.Other ? Derived(target) : null;
        return Array.ConvertAll(raw, x => derived is null ? InverseLink.Number(Meaning.LinkKind, unit * x) : InverseLink.Number(derived, unit * x));
    }

    /// <summary>A link without a name, derived again from the loss.</summary>
    private DerivedLink? Derived(int target) => Losses[target] is { } loss && LossAnalysis.CanAnalyse(loss) ? LossAnalysis.Of(loss).Link : null;

    /// <summary>The outputs for one target.</summary>
    /// <param name="raw">All outputs, row after row.</param>
    /// <param name="target">The index of the target.</param>
    /// <param name="further">0 for the prediction itself, else a further input of the loss, numbered from 1.</param>
    public double[] Column(double[] raw, int target, int further = 0)
    {
        if (Meaning.Outputs == 1) return raw;
        var values = new double[raw.Length / Meaning.Outputs];
        for (var i = 0; i < values.Length; i++) values[i] = raw[(i * Meaning.Outputs) + (target * Meaning.OutputsEach) + further];
        return values;
    }

    /// <summary>The index of the input of a loss with this name.</summary>
    /// <exception cref="CheckpointException">There is no such input.</exception>
    public static int InputOf(Loss loss, string name) => loss.Entry.IndexOf(name) is >= 0 and var index
        ? index
        : throw new CheckpointException($"The model predicts {DataException.Quote(name)} besides its target, and its loss {loss.Entry.Key} has no such input. Take another copy of the file.");

    private double[] Ranks(double[] target) => Meaning.AsClasses ? target : Ranks(Meaning, target);

    /// <summary>The ranks of grades among all; for a grade unseen in training that of the nearest.</summary>
    private static double[] Ranks(OutputMeaning meaning, double[] target)
    {
        double[] grades = [.. meaning.Grades];
        return Predictions.OfGrades(target, grades, target).Score;
    }

    private double Median(IReadOnlyList<double> shares)
    {
        var sum = 0.0;
        for (var k = 0; k < shares.Count; k++)
        {
            sum += shares[k];
            if (sum >= 0.5) return Meaning.Grades[k];
        }

        return Meaning.Grades[^1];
    }

    private static Predictions Frequencies(double[] target, IReadOnlyList<double> shares)
    {
        var same = new double[target.Length * shares.Count];
        for (var i = 0; i < same.Length; i++) same[i] = shares[i % shares.Count];
        return Predictions.OfClasses(target, shares.Count, same, same);
    }

    private static double[] Shares(double[] classes, int count)
    {
        var shares = new double[count];
        foreach (var one in classes) shares[(int)one] += 1.0 / classes.Length;
        return shares;
    }

    private static double[] Filled(int rows, double value)
    {
        var same = new double[rows];
        Array.Fill(same, value);
        return same;
    }
}
