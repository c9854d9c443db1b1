using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosted trees of a table: with any loss of one number per row, of classes by label, of times until an event, of the order of queries, of grades. Missing values stay missing, and texts stay categories.</summary>
public sealed record BoostedTrees
{
    internal BoostedTrees()
    {
    }

    /// <summary>The loss used for boosting: its key, or the text of a formula.</summary>
    public required string Loss { get; init; }

    /// <summary>Every parameter of the loss, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Parameters { get; init; }

    /// <summary>Further inputs of the loss and their columns.</summary>
    public IReadOnlyList<FitInput> Inputs { get; internal init; } = [];

    /// <summary>The target column.</summary>
    public required string Target { get; init; }

    /// <summary>The percent sign or the currency that was written with the numbers of the target; null if there was none.</summary>
    internal string? Mark { get; init; }

    /// <summary>Texts and numbers that marked missing values in the training table, and do so in tables to predict.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; internal init; } = [];

    /// <summary>The task of the target.</summary>
    public required PredictionTask Task { get; init; }

    /// <summary>The classes as the table writes them, in the order of their probabilities; empty for a number.</summary>
    public IReadOnlyList<string> Classes => [.. Mapping.Select(pair => pair.Class)];

    /// <summary>Each class as the table writes it and its number in the loss; empty for a number.</summary>
    public IReadOnlyList<(string Class, double Value)> Mapping { get; internal init; } = [];

    /// <summary>The grades in order if the trees predict the position of a grade, from 1, as a number; otherwise empty.</summary>
    public IReadOnlyList<string> Grades { get; internal init; } = [];

    /// <summary>The numbers of a distribution that the trees predict for each row: see <see cref="BoostedTreesOptions.Heads"/>. Empty for one number, or classes.</summary>
    public IReadOnlyList<string> Heads => Distribution is null ? [] : Distribution.Plan.Titles;

    /// <summary>The meaning of the scores, if they are the numbers of a distribution.</summary>
    internal DistributionReading? Distribution { get; init; }

    /// <summary>The thresholds between grades, from the lowest, on the scale of the raw score; empty for other tasks, and for losses with a score for each step between grades.</summary>
    public IReadOnlyList<double> Thresholds { get; internal init; } = [];

    /// <summary>The meaning of the scores of grades; null for other tasks.</summary>
    internal OutputReading? Outputs { get; init; }

    /// <summary>The conversion of scores to survival curves; null if the target is not a time.</summary>
    internal SurvivalReading? Survival { get; init; }

    /// <summary>The column of events, or of queries; null for other tasks.</summary>
    public string? FactsColumn { get; internal init; }

    /// <summary>The feature columns.</summary>
    public required IReadOnlyList<BoostedColumn> Columns { get; init; }

    /// <summary>The trees themselves.</summary>
    public required TreeModel Model { get; init; }

    /// <summary>The number of rows that were read, including held-out rows; 0 for a model of XGBoost.</summary>
    public int Rows { get; init; }

    /// <summary>The link from raw predictions of the loss to predictions of the target.</summary>
    public PredictionLink Link { get; internal init; }

    /// <summary>The curvature that divides the gradient in splits, and its reason, in one line.</summary>
    public Localized CurvatureReason => new(Model.CurvatureReason, LibraryMessages.All.Translate(Model.CurvatureReason));

    /// <summary>The mean loss of the held-out rows at the last round that is kept; null if none were held out.</summary>
    public double? HeldOutLoss => Model.HeldOutLoss.Count > 0 && Model.Rounds > 0 ? Model.HeldOutLoss[Model.Rounds - 1] : null;

    /// <summary>The raw score above which the later of two classes is predicted, if a comparison chose one for its metric; null for that of the loss.</summary>
    public double? Threshold { get; internal init; }

    /// <summary>Decisions about columns and remarks, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes { get; internal init; } = [];

    /// <summary>The settings of the boosting; null if the model file does not contain them.</summary>
    internal BoostOptions? Options { get; init; }

    internal string? Weight { get; init; }

    internal string? Group { get; init; }

    /// <summary>The loss itself; null for a model that was read from a file.</summary>
    internal Loss? Boosted { get; init; }

    /// <summary>Boosts trees on a table.</summary>
    /// <param name="table">The rows, with a target. Rows without a target are left out. With <see cref="TableOptions.Event"/> the target is a time until an event, with <see cref="TableOptions.Query"/> the relevance of a row in its query, with <see cref="TableOptions.Order"/> a grade. With <see cref="TableOptions.Group"/> the rows of a group are held out together.</param>
    /// <param name="loss">The loss: a <see cref="Minima.Loss"/>, or a text such as <c>huber:delta=2</c> or <c>relu(t-p)*4 + relu(p-t)</c>; null for the default of the task.</param>
    /// <param name="options">Rounds, rate, growth, weights; null for the defaults.</param>
    /// <param name="progress">Receives the memory before the first round, and every round.</param>
    /// <param name="cancellation">Checked in every round.</param>
    /// <exception cref="TrainingException">The table, the loss or the options do not go together: a <see cref="DataException"/> if the table is at fault.</exception>
    /// <exception cref="LossException">The loss is unknown, or a parameter is invalid.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static BoostedTrees Fit(Table table, LossSpec? loss = null, BoostedTreesOptions? options = null, IProgress<BoostedTreesProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);

        // Nothing is tuned here; parsing again reports a range with the parser's own message.
        if (loss?.Tuned is not null) loss = LossSpec.Parse(loss.ToString());
        return BoostedRunner.Run(table, loss, options ?? new(), progress, cancellation);
    }

    /// <summary>Adds the numbers that a loss over the rows of a batch learned with the scores.</summary>
    internal BoostedTrees With(BoostedBatch batch, BatchPlan plan, IReadOnlyList<TreeColumn> columns, double[] target, double[]? events)
    {
        var (rounds, loss) = (Model.Rounds, batch.LossAt(Model.Rounds));
        var inputs = batch.InputsAt(rounds);
        return this with
        {
            Boosted = loss,
            Parameters = [.. loss.Entry.Named(loss.Parameters).Where(pair => inputs.All(input => input.Name != pair.Key))],
            Inputs = inputs,
            Outputs = plan.Outputs > 0 ? plan.Read : null,
            Thresholds = batch.ThresholdsAt(rounds),
            Survival = events is null ? null : SurvivalReading.Of(batch.Basis(target, events, Model.PredictRaw(columns)), target, events),
        };
    }

    /// <summary>Columns by their fraction of the gain of all splits, the largest first; without those that no split uses.</summary>
    public IReadOnlyList<ColumnGain> Gains()
    {
        var gains = Model.Gains();
        var total = gains.Sum();
        return [.. gains.Select((gain, column) => new ColumnGain(Model.Columns[column].Name, gain / total)).Where(gain => gain.Share > 0).OrderByDescending(gain => gain.Share)];
    }

    /// <summary>Reads a model written by <see cref="Save"/> or <c>minima boost --json</c>, or saved as JSON by XGBoost.</summary>
    /// <remarks>A model of XGBoost contains no name of its target and none of its classes: see <see cref="Named"/>. Columns without names are f0, f1 and so on.</remarks>
    /// <exception cref="DataException">There is no such file, or it is damaged.</exception>
    public static BoostedTrees Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return SavedModelReader.Read(path, (name, root) => BoostedModelReader.Of(name, root), XGBoostTrees.Find);
    }

    /// <summary>The same trees with another name of the target, and other names of the classes.</summary>
    /// <param name="target">The target column.</param>
    /// <param name="classes">The classes as a table writes them, in the order of <see cref="Classes"/>; null to keep them.</param>
    /// <exception cref="UsageException">The number of classes differs, or a class is repeated.</exception>
    public BoostedTrees Named(string target, IReadOnlyList<string>? classes = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (classes is null) return this with { Target = target };
        if (classes.Count != Mapping.Count || classes.Distinct(StringComparer.Ordinal).Count() != classes.Count)
            throw new UsageException($"the model has {Mapping.Count} classes, and {classes.Count} names are given ({DataException.List(classes)}); give each class a name of its own.");
        return this with { Target = target, Mapping = [.. Mapping.Select((pair, i) => (classes[i], pair.Value))] };
    }

    /// <summary>Writes the model as JSON, in one step: a reader of the file sees the old one or the new one.</summary>
    /// <exception cref="IOException">The file cannot be written; the message tells where the model was kept instead.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        OutputFile.Write(path, ToJson() + "\n");
    }

    /// <summary>The model in the format of XGBoost, with all that Minima needs as attributes: texts become their numbers in <see cref="BoostedColumn.Levels"/>, dates become days since 1970-01-01.</summary>
    /// <exception cref="TrainingException">A leaf holds a number that XGBoost cannot represent.</exception>
    public string ToXGBoost() => XGBoostTrees.Write(this);

    /// <summary>The model as <see cref="Save"/> writes it.</summary>
    public string ToJson() => BoostedModelWriter.Write(this);
}
