namespace Minima.Tabular;

/// <summary>A linear model of a table: the sum of its numeric columns times coefficients, plus an intercept; for several classes one row of coefficients each.</summary>
public sealed record LinearModel
{
    internal LinearModel()
    {
    }

    /// <summary>The version of the JSON; an unknown version is refused.</summary>
    internal const int Version = 1;

    /// <summary>The loss used for the fit: its key, or the text of a formula.</summary>
    public required string Loss { get; init; }

    /// <summary>The loss itself, with its derived properties; null for a model that was read from a file.</summary>
    internal Loss? Fitted { get; init; }

    /// <summary>Every parameter of the loss, by name; if several targets chose their own, those of the first.</summary>
    public required IReadOnlyList<KeyValuePair<string, object?>> Parameters { get; init; }

    /// <summary>The parameters of each of several targets, if these differ; otherwise empty.</summary>
    internal IReadOnlyList<IReadOnlyList<KeyValuePair<string, object?>>> OwnParameters { get; init; } = [];

    /// <summary>The target column; several are separated by commas.</summary>
    public required string Target { get; init; }

    /// <summary>The target columns.</summary>
    public IReadOnlyList<string> Targets { get => field.Count > 0 ? field : [Target]; internal init; } = [];

    /// <summary>The percent sign or the currency that was written with the numbers of each of <see cref="Targets"/>; null if there was none.</summary>
    internal IReadOnlyList<string?> Marks { get => field.Count > 0 ? field : new string?[Targets.Count]; init; } = [];

    /// <summary>The features in the order of the coefficients: a numeric column is one, a text column one for each text.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The coefficients in the units of the given columns: one row, or one for each class.</summary>
    public required double[][] Coefficients { get; init; }

    /// <summary>The intercepts, one for each row of <see cref="Coefficients"/>.</summary>
    public required double[] Intercepts { get; init; }

    /// <summary>The coefficients of the standardised columns, on request.</summary>
    public double[][]? StandardizedCoefficients { get; init; }

    /// <summary>Texts and numbers that marked missing values in the training table, and do so in tables to predict.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; internal init; } = [];

    /// <summary>The classes as the table writes them, in the order of their probabilities; empty for a number.</summary>
    public IReadOnlyList<string> Classes => [.. Mapping.Select(pair => pair.Class)];

    /// <summary>The model of one of several targets that each have a row of coefficients.</summary>
    internal LinearModel Part(int target) => this with
    {
        Target = Targets[target],
        Targets = [Targets[target]],
        Marks = [Marks[target]],
        Task = null,
        Parameters = OwnParameters.Count > 0 ? OwnParameters[target] : Parameters,
        OwnParameters = [],
        Coefficients = [Coefficients[target]],
        Intercepts = [Intercepts[target]],
        Threshold = Thresholds.Count > 0 ? Thresholds[target] : null,
        Thresholds = [],
    };

    /// <summary>The strength of the quadratic penalty.</summary>
    public double L2 { get; init; }

    /// <summary>The strength of the absolute penalty.</summary>
    public double L1 { get; init; }

    /// <summary>The number of rows it was fitted on; 0 for a model that was read from a file.</summary>
    public int Rows { get; init; }

    /// <summary>The proof of the optimum.</summary>
    public Certificate Certificate { get; init; } = Certificate.None;

    /// <summary>Decisions about columns and remarks on the fit, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes => [.. EnglishNotes.Select(note => new Localized(note, LibraryMessages.All.Translate(note)))];

    /// <summary>The raw score above which the later of two classes is predicted, if a comparison chose one (<see cref="AlarmSummary.Threshold"/>); null for that of the loss.</summary>
    public double? Threshold { get; internal init; }

    /// <summary>The raw score above which each of several labels is set, if a comparison chose them for its metric or cost; empty for those of the loss.</summary>
    public IReadOnlyList<double> Thresholds { get; internal init; } = [];

    /// <summary>The names of grades that the model predicts as numbers, 1 for the first; empty if no order of grades was given.</summary>
    public IReadOnlyList<string> Grades { get; internal init; } = [];

    /// <summary>
    /// The thresholds between grades for a model with one score, from the lowest, each named by the two grades that it separates, as <c>E|D</c>. A row lies above a threshold with the probability
    /// sigmoid(score - threshold), where the score is the sum of <see cref="Coefficients"/> times features. Empty for every other model.
    /// </summary>
    public IReadOnlyList<(string Step, double Threshold)> GradeThresholds => Outputs == OutputReading.Steps && Coefficients.All(row => row.AsSpan().SequenceEqual(Coefficients[0]))
        ? [.. Intercepts.Select((intercept, k) => ($"{Mapping[k].Class}|{Mapping[k + 1].Class}", -intercept))]
        : [];

    internal TargetKind Kind { get; init; }

    /// <summary>The task for times until an event or queries; null if <see cref="Kind"/> determines it.</summary>
    internal PredictionTask? Task { get; init; }

    /// <summary>The meaning of several outputs; null if <see cref="Kind"/> and <see cref="Link"/> determine it.</summary>
    internal OutputReading? Outputs { get; init; }

    /// <summary>The basis of survival curves; null if the target is not a time.</summary>
    internal SurvivalReading? Survival { get; init; }

    /// <summary>The column of events, or of queries, that the model's metrics need in addition to the target; null if they need none.</summary>
    internal string? FactsColumn { get; init; }

    /// <summary>The distributions that it predicts; null for a model of one prediction.</summary>
    internal DistributionReading? Distribution { get; init; }

    /// <summary>The numbers of a distribution to which the rows of <see cref="Coefficients"/> belong, as named by the loss; empty for a model of one prediction.</summary>
    public IReadOnlyList<string> Heads => Distribution is null ? [] : Distribution.Plan.Titles;

    /// <summary>Each class as the table writes it and its number in the loss; empty for a number.</summary>
    public IReadOnlyList<(string Class, double Value)> Mapping { get; internal init; } = [];

    internal PredictionLink Link { get; init; }

    /// <summary>The columns of a table with their features, in order.</summary>
    internal IReadOnlyList<ColumnEncoding> Encoding { get; init; } = [];

    internal string? Weight { get; init; }

    /// <summary>Further inputs: one constant each, or their columns.</summary>
    public IReadOnlyList<FitInput> Inputs { get; internal init; } = [];

    /// <summary>The notes in English, as JSON stores them.</summary>
    internal IReadOnlyList<string> EnglishNotes { get; init; } = [];

    /// <summary>Fits a linear model at the true optimum of a loss, with a certificate.</summary>
    /// <param name="table">The rows, with a target. A row whose target is missing is refused.</param>
    /// <param name="loss">The loss: a <see cref="Minima.Loss"/>, or a text such as <c>huber:delta=2</c> or <c>relu(t-p)*4 + relu(p-t)</c>. Inputs and density parameters that are not given are learned.</param>
    /// <param name="options">Penalties, weights, further inputs; null for none.</param>
    /// <param name="progress">Receives a report of every step.</param>
    /// <param name="cancellation">Checked before every step.</param>
    /// <exception cref="TrainingException">The table, the loss or the options do not go together: a <see cref="DataException"/> if the table is at fault, a <see cref="FitException"/> if there is no finite optimum.</exception>
    /// <exception cref="LossException">The loss is unknown, or a parameter is invalid.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LinearModel Fit(Table table, LossSpec loss, FitOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(loss);
        options ??= new();
        FitOptions.Check(options);
        if (options.Curvature is not null) throw new UsageException("fit: a curvature can be chosen only for a fit with --from; leave it out for a table in memory, whose fit chooses its own.");

        // A fit tunes nothing; parsing again reports a range with the parser's own message.
        if (loss.Tuned is not null) loss = LossSpec.Parse(loss.ToString());
        if (table.Options.Event is not null && loss.Entry.Family != LossFamily.Survival) throw new UsageException($"fit: --event is for losses of times until an event, and {loss.Called} is not one; leave it out, or take another loss.");
        if (table.Options.Order.Count > 0) GradeFitRunner.Check(options, table.Options, loss);
        else if (GradeFitRunner.Takes(loss.Entry)) throw new UsageException($"fit: {loss.Called} is a loss of grades in order; name them with --order, from the lowest to the highest, as in --order E,D,C,B,A.");
        var data = FitTable.Read(table, loss, options, cancellation);
        if (table.Options.Order.Count > 0) return GradeFitRunner.Run(options, loss, data, progress, cancellation);
        if (data.Events is not null)
        {
            if (RiskFitRunner.Of(options, loss, data, cancellation) is { } risks) return risks.Run(progress);

            // By default the numbers of the distribution other than the prediction are one constant each.
            options = options with { Heads = options.Heads ?? [FitOptions.HeadWords[1]] };
        }

        if (options.Heads is not null) return HeadFitRunner.Run(options, loss, data, progress, cancellation);
        if (loss.Entry.Row is null) return FitRunner.Run(options, loss, data, progress, cancellation);
        ClassFitRunner.RefusePositive(table.Options, loss);
        return ClassFitRunner.Run(options, loss, data, progress, cancellation);
    }

    /// <summary>The raw scores of some rows: one number each, or one for each row of <see cref="Coefficients"/>, row after row.</summary>
    /// <param name="features">The features in the order of the coefficients, one array each.</param>
    /// <param name="rows">The number of rows.</param>
    internal double[] Scores(double[][] features, int rows)
    {
        var width = Intercepts.Length;
        var scores = new double[rows * width];
        for (var i = 0; i < rows; i++)
        {
            for (var k = 0; k < width; k++)
            {
                var sum = Intercepts[k];
                for (var j = 0; j < features.Length; j++) sum += Coefficients[k][j] * features[j][i];
                scores[(i * width) + k] = sum;
            }
        }

        return scores;
    }

    /// <summary>Reads a model written by <see cref="Save"/> or <c>minima fit --json</c>.</summary>
    /// <exception cref="DataException">There is no such file, or it is damaged.</exception>
    public static LinearModel Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return FitModelReader.Read(path);
    }

    /// <summary>Writes the model as JSON, in one step: a reader of the file sees the old one or the new one.</summary>
    /// <exception cref="IOException">The file cannot be written; the message tells where the model was kept instead.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        OutputFile.Write(path, ToJson() + "\n");
    }

    /// <summary>The model as <see cref="Save"/> writes it.</summary>
    public string ToJson() => FitModelWriter.Write(this);
}
