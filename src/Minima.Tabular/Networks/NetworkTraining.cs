using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Training;
using Minima.Training.Checkpoints;
using Minima.Training.Diagnosis;

namespace Minima.Tabular;

/// <summary>The training of a network on a table: its rows, its loss and the trainer, determined by the table and the options alone, so the same ones give the same training.</summary>
/// <example><code>
/// using var training = NetworkTraining.Begin(Table.Bundled("diabetes"), new NetworkOptions { Loss = "huber", Hidden = [32] });
/// NetworkResult result = training.Run();
/// result.Save("diabetes");
/// </code></example>
public sealed class NetworkTraining : IDisposable
{
    /// <summary>Below it a float loses digits, and finally becomes 0.</summary>
    private const double FloatNormal = 1.2e-38;

    private readonly NetworkOptions _options;
    private readonly NetworkTask _task;
    private MemoryBudget? _budget;
    private readonly CsvData _data;
    private readonly CsvData? _validationData;
    private readonly NetworkPlan _plan;
    private readonly List<IDisposable> _owned;
    private readonly AdaptedBatches _training;
    private readonly AdaptedBatches? _validation;

    private NetworkTraining(NetworkOptions options, NetworkTask task, CsvData data, CsvData? validationData, LossPlan loss, OutputMeaning meaning, NetworkPlan plan, List<IDisposable> owned)
    {
        _options = options;
        _task = task;
        _data = data;
        _validationData = validationData;
        Loss = loss;
        Meaning = meaning;
        _plan = plan;
        _owned = owned;
        _training = Batches(data, data.Training, isTraining: true);
        _validation = ValidationPart is { } part ? Batches(part.Data, part.Rows, isTraining: false) : null;
        if (options.Patience > 0 && _validation is null) throw new UsageException("train: --stop-early watches the validation rows, and there are none. Give --validation 0.2 or --validation-file FILE.");
        Trainer = MakeTrainer();
    }

    /// <summary>
    /// The trainer, with the model, the objective, the optimizer and the epochs that are done. <see cref="Trainer.Resume"/> continues from the checkpoints of
    /// <see cref="NetworkOptions.Checkpoints"/>.
    /// </summary>
    public Trainer Trainer { get; }

    /// <summary>The task, and the reason for it.</summary>
    public TaskChoice Task => _task.Choice;

    /// <summary>The columns that are predicted.</summary>
    public IReadOnlyList<string> Targets => Meaning.Targets;

    /// <summary>The classes of the target as texts, in the order of their numbers; empty for numbers and labels.</summary>
    public IReadOnlyList<string> Classes => _task.AsClasses?.Classes ?? Meaning.Classes;

    /// <summary>Decisions about columns and rows, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes => [.. _task.Notes, .. _data.BothNotes, .. _budget is not null && (ValidationPart?.Rows ?? _data.Training) is { Count: > StoredTargets.MostDecided } judged ? [SomeJudged(judged.Count)] : Array.Empty<Localized>()];

    /// <summary>The loss by its name, or the text of a formula.</summary>
    public string LossName => Loss.Name;

    /// <summary>The loss of each target of numbers with its parameters; one for other targets.</summary>
    public IReadOnlyList<Loss> Losses => [.. Loss.Targets.Select(target => target.Loss)];

    /// <summary>The factor of each of <see cref="Losses"/> in the objective; a term divided by it is in the loss's own units.</summary>
    public IReadOnlyList<double> LossWeights => [.. Loss.Targets.Select(target => target.Weight)];

    /// <summary>The factor of the whole objective: a loss of <see cref="EpochRecord"/> divided by it is in the loss's own units. 1 for several targets.</summary>
    public double LossWeight => Loss.Weight;

    /// <summary>The inputs of the loss that the network predicts in addition to each target: a variance, a scale.</summary>
    public IReadOnlyList<string> Further => Meaning.Further;

    /// <summary>The number of features made from the columns.</summary>
    public int Features => _data.Treatment.FeatureCount;

    /// <summary>The rows that the network learns from.</summary>
    public int TrainingRows => _data.Training.Count;

    /// <summary>The rows that the network is validated on; 0 for none.</summary>
    public int ValidationRows => ValidationPart?.Rows.Count ?? 0;

    /// <summary>The widths of the layers, as in <c>23-64-64-1</c>.</summary>
    public string Widths => _plan.ToString();

    /// <summary>The type of the weights: double if the numbers of the target need it.</summary>
    public ElementType Type => _plan.Type;

    /// <summary>The method by which several targets share each step, as a row of the catalogue; null for the sum of their losses.</summary>
    public LossEntry? Balance => Trainer.Balance is { } balance ? Catalogue.Find(balance.Name) : null;

    /// <summary>The treatment of the columns as JSON: a training is resumed on a table that has the same.</summary>
    public JsonObject Treatment => _data.Treatment.ToJson();

    internal LossPlan Loss { get; }

    internal OutputMeaning Meaning { get; }

    internal OutputReader Reader => new(Meaning, [.. Loss.Targets.Select(target => target.Loss)]);

    /// <summary>The validation rows: of a separate table, or held out from the training table; null without any.</summary>
    private (CsvData Data, RowSet Rows)? ValidationPart => _validationData is { } file ? (file, RowSet.All(file.Rows)) : _data.Validation.Count > 0 ? (_data, _data.Validation) : null;

    /// <summary>Trains a network on a table.</summary>
    /// <param name="table">A table that names the target; several targets are separated by commas.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">Receives each epoch.</param>
    /// <param name="cancellation">Checked after every step; completed epochs are kept.</param>
    /// <returns>The network with the weights of its best epoch.</returns>
    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="LossException">The loss does not fit the target.</exception>
    /// <exception cref="TrainingException">Options contradict each other, or a name or value is rejected.</exception>
    /// <exception cref="NonFiniteException">A loss or gradient is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before an epoch was completed.</exception>
    public static NetworkResult Train(Table table, NetworkOptions? options = null, IProgress<EpochRecord>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        if (progress is not null) options = options with { Callbacks = [.. options.Callbacks, new EpochReports(progress)] };
        using var training = Begin(table, options, cancellation);
        var result = training.Run(cancellation);
        if (result.Epochs.Count == 0) cancellation.ThrowIfCancellationRequested();
        return result;
    }

    /// <summary>Reads the table and builds the network; nothing is learned yet.</summary>
    /// <inheritdoc cref="Train"/>
    public static NetworkTraining Begin(Table table, NetworkOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        NetworkOptions.Check(table, options);
        var task = NetworkTask.Read(table, options.Weight, cancellation);
        var choice = NetworkLoss.Of(options.Loss, task);
        if (options.BalancesClasses && !(choice.IsOfClasses || task.Task == PredictionTask.Binary))
            throw new UsageException($"train: --class-weights is for one target of classes, and the target is {(task.Task == PredictionTask.MultiLabel ? "several labels" : "a number")}. Leave it out; --weight COLUMN weighs rows.");
        var owned = new List<IDisposable>();
        try
        {
            var precision = task.Targets.Any(NeedsDouble) ? ElementType.Double : ElementType.Single;
            var budget = MemoryBudget.Of(table.Options);
            var data = Own(CsvDataBuilder.Learn(table.Open(), Within(budget, Columns(table, options, task, choice)) with { Precision = precision }, cancellation));
            if (budget is not null) Require(budget, data, options);
            var file = options.Validation is { } other
                ? Own(CsvDataBuilder.Treat(other.Open(), data.Treatment, Within(budget, new() { Weight = options.Weight, LeavesOutRowsWithoutTarget = true, JoinsTargets = task.Task == PredictionTask.MultiLabel, Precision = precision }), cancellation))
                : null;
            if (file is not null && file.Targets.Count != data.Targets.Count)
                throw DataException.Create(file.Name, $"it does not hold every target ({DataException.List([.. task.Targets.Select(target => target.Name)])})", "rows to validate on need them", "Add the column, or leave out --validation-file.");
            var values = DataRows.Targets(data, Deciding(budget, data.Training, options.Seed));
            RefuseBeyondRange(task, data, values);
            var loss = choice.Plan(values, k => ResidualScale.Of(data, data.Training, k, options.Seed));
            BalanceChoice.Check(options, loss);
            var meaning = MeaningOf(task, loss, data.Treatment);
            meaning = meaning with { Constants = OutputReader.ConstantsOf(meaning, values) };
            var hasUnits = task.Targets[0].Kind == TargetKind.Regression && !choice.IsOfClasses;
            var plan = new NetworkPlan
            {
                Inputs = data.Treatment.FeatureCount,
                Hidden = options.Hidden,
                Outputs = meaning.Outputs,
                Activation = options.Activation,
                Dropout = options.Dropout,
                Normalise = options.Normalization,
                Type = precision,

                // A balancing method distinguishes shared layers from those of each task.
                Heads = options.Balance is null ? 1 : loss.Targets.Count,
                Start = hasUnits || options.BalancesClasses ? [] : BestConstant.OfClasses(loss.Targets[0].Loss, meaning.Constants, meaning.Outputs, (loss.MarginLabels ? -1 : 0, 1)),
                Units = hasUnits ? [.. loss.Targets.SelectMany(target => target.Outputs)] : [],
            };
            RequireRoom(plan, Math.Min(RowsOfStep(data, options), data.Training.Count));
            return new NetworkTraining(options, task, data, file, loss, meaning, plan, owned) { _budget = budget };
        }
        catch
        {
            foreach (var one in owned) one.Dispose();
            throw;
        }

        CsvData Own(CsvData data)
        {
            owned.Add(data);
            return data;
        }
    }

    /// <summary>Trains until the epochs are done, early stopping ends it, or it is cancelled; a further call continues.</summary>
    /// <param name="cancellation">Checked after every step; a checkpoint is written before the call returns.</param>
    /// <returns>The result; <see cref="NetworkResult.IsComplete"/> is false if it was cancelled.</returns>
    /// <exception cref="NonFiniteException">A loss or gradient is not finite.</exception>
    /// <exception cref="CheckpointException">Another training writes to the folder of the checkpoints, or one cannot be written.</exception>
    public NetworkResult Run(CancellationToken cancellation = default)
    {
        var result = Trainer.Fit(_training, _validation, cancellation);

        // If patience ran out in the last epoch, all epochs were completed.
        var end = result.End != TrainingEnd.Cancelled && Trainer.EpochsDone >= Trainer.Epochs ? TrainingEnd.Finished : result.End;
        return new NetworkResult(end, result.History, result.BestEpoch, ValidationPart is not null, end == TrainingEnd.Cancelled ? null : Scores(), SavedModel(), Name);
    }

    /// <summary>Examines the data, the loss, the network and a trial of some steps. The network itself does not change.</summary>
    /// <param name="steps">The steps of the trial, at least 20; null for the default.</param>
    /// <param name="cancellation">Checked between experiments.</param>
    public DiagnosisReport Examine(int? steps = null, CancellationToken cancellation = default) => Doctor.Examine(
        seed => Networks.Build(_plan, new RandomState(seed).Fork("network")),
        Trainer.Objective,
        model => NetworkOptimizer.Optimizer(_options, model.Parameters),
        _training,
        _validation,
        new DoctorOptions
        {
            Seed = _options.Seed,
            TrainingSteps = steps ?? new DoctorOptions().TrainingSteps,
            ClipNorm = _options.ClipNorm,
            FeatureNames = _data.Treatment.FeatureNames,
            ClassNames = Meaning.Classes,
        },
        cancellation);

    /// <summary>The display name of a figure in <see cref="EpochRecord.Metrics"/>.</summary>
    public static Localized TitleOf(string metric) => NetworkMetrics.Title(metric);

    /// <summary>Releases the memory and temporary files of the rows.</summary>
    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    /// <summary>The name of the table.</summary>
    public string Name => _data.Name;

    private Trainer MakeTrainer()
    {
        var model = Networks.Build(_plan, new RandomState(_options.Seed).Fork("network"));
        var balance = BalanceChoice.Of(_options);
        var accumulated = Math.Max(_options.AccumulatedBatches, balance?.Batches ?? 1);
        var steps = (_training.Batches + accumulated - 1) / accumulated;
        return new Trainer(model, Loss.ToObjective(Meaning.Targets), NetworkOptimizer.Optimizer(_options, model.Parameters))
        {
            Epochs = _options.Epochs,
            AccumulatedBatches = accumulated,
            Slices = _options.Slices,
            Distributed = _options.Distributed,
            Balance = balance,
            Schedule = NetworkOptimizer.Schedule(_options, (long)steps * _options.Epochs),
            ClipNorm = _options.ClipNorm,
            Sharpness = _options.SharpnessRadius is { } radius ? new SharpnessAware(model.Parameters, radius) : null,
            EarlyStopping = _validation is null ? null : new EarlyStopping(_options.Patience switch { null => NetworkOptions.UsualPatience, 0 => int.MaxValue, { } patience => patience }),
            Metrics = NetworkMetrics.For(this),
            Checkpoints = _options.Checkpoints,
            CheckpointEverySteps = _options.CheckpointEverySteps,
            Callbacks = _options.Callbacks,
            Progress = _options.Progress,
            Guard = _options.Guard ? new NaNGuard { ReplayPath = _options.ReplayPath } : null,
            About = new SavedModel { Description = model.Describe(), DataTreatment = ModelJson.Treatment(_data.Treatment, Meaning) },
        };
    }

    private ScoreSheet Scores()
    {
        var (data, all) = ValidationPart ?? (_data, _data.Training);
        var rows = Deciding(_budget, all, _options.Seed);
        return ScoreSheet.Of(new("network", "网络"), Reader, DataRows.Targets(data, rows), RawOutputs.Of(Trainer.Model, data, rows, CancellationToken.None));
    }

    /// <summary>The trained model for prediction: without a caller's additions to checkpoints.</summary>
    private SavedModel SavedModel()
    {
        var model = Trainer.TakeCheckpoint().Model;
        return new SavedModel { Weights = model.Weights, Description = model.Description, DataTreatment = ModelJson.Treatment(_data.Treatment, Meaning), Losses = model.Losses, Metrics = model.Metrics };
    }

    private AdaptedBatches Batches(CsvData data, RowSet rows, bool isTraining)
    {
        var batch = _options.BatchSize ?? (NetworkOptimizer.TakesAllRows(_options) ? rows.Count : NetworkOptions.UsualBatchSize);
        var classes = Meaning.IsOfClasses ? Meaning.Classes.Count : 0;
        var loader = new DataLoader(data, new DataLoaderOptions
        {
            BatchSize = isTraining ? batch : Math.Max(batch, 1024),
            Rows = rows,
            Seed = _options.Seed,
            Shuffles = isTraining,

            // Batch normalisation cannot use one row, which has no variance.
            DropsLast = isTraining && _options.Normalization == Networks.BatchNormalisation && rows.Count % batch == 1 && rows.Count > batch,
            BalancesClasses = isTraining && _options.BalancesClasses && classes > 0,
        });
        _owned.Add(loader);
        var weights = isTraining && _options.BalancesClasses && classes == 0 ? Meaning.Constants[0].Select(share => 0.5 / share).ToArray() : [];
        return new AdaptedBatches(loader, Loss, classes, weights);
    }

    /// <summary>Rows that represent all within a budget, drawn evenly; without a budget all of them.</summary>
    private static RowSet Deciding(MemoryBudget? budget, RowSet rows, ulong seed) => budget is null || rows.Count <= StoredTargets.MostDecided
        ? rows
        : RowSet.Of(Array.ConvertAll(RowSampling.Of(rows.Count, StoredTargets.MostDecided, seed), place => rows[place]));

    private static Localized SomeJudged(int rows) => new(
        FormattableString.Invariant($"Within --memory the final figures are those of {StoredTargets.MostDecided} of {rows} rows, drawn evenly; the loss of every epoch is that of all."),
        FormattableString.Invariant($"在 --memory 之内，最后的指标取自 {rows} 行中均匀抽取的 {StoredTargets.MostDecided} 行；每轮的损失取自所有行。"));

    /// <summary>Gives an eighth of the remaining memory to the columns and the rows of a table; there may be a second table for validation.</summary>
    private static CsvDataOptions Within(MemoryBudget? budget, CsvDataOptions options) => budget is null ? options : options with { MemoryBudget = budget.Left / 8, TemporaryFolder = budget.Folder };

    /// <summary>Rejects batches that exceed the budget.</summary>
    private static void Require(MemoryBudget budget, CsvData data, NetworkOptions options)
    {
        // For each row: its features, the outputs of each layer, and the gradients of both.
        var rows = RowsOfStep(data, options);
        var bytes = 4L * 8 * rows * (data.Treatment.FeatureCount + options.Hidden.Sum());
        budget.RequireRoom(data.Name, bytes + (budget.Left / 4), FormattableString.Invariant($"a step on {rows} rows"), "Or take a smaller --batch, or an optimizer that takes batches.");
    }

    private static int RowsOfStep(CsvData data, NetworkOptions options) => options.BatchSize ?? (NetworkOptimizer.TakesAllRows(options) ? data.Training.Count : NetworkOptions.UsualBatchSize);

    /// <summary>Rejects layers that are too large for a tensor or for memory, before they are created, as filling them would take long.</summary>
    private static void RequireRoom(NetworkPlan plan, int rows)
    {
        if (plan.Hidden.Count == 0 || Fits(int.MaxValue)) return;
        var (fitting, beyond) = (0, plan.Hidden.Max());
        while (beyond - fitting > 1)
        {
            var middle = fitting + ((beyond - fitting) / 2);
            if (Fits(middle)) fitting = middle; else beyond = middle;
        }

        // If even one unit is too many, the columns are to blame, not the layers.
        if (fitting > 0) throw new UsageException(FormattableString.Invariant($"train: --hidden {string.Join(",", plan.Hidden)} is more than memory or one tensor holds; with steps of {rows} rows at most {fitting} units a layer fit. Give fewer."));

        // Weights and their gradients, and the layer outputs of each row of a step.
        bool Fits(int most)
        {
            int[] widths = [plan.Inputs, .. plan.Hidden.Select(units => Math.Min(units, most)), plan.Outputs];
            long[] tensors = [.. widths.Zip(widths.Skip(1), (from, to) => (long)from * to), .. widths.Select(width => (long)width * rows)];
            return tensors.Max() <= int.MaxValue && 2.0 * (plan.Type == ElementType.Double ? sizeof(double) : sizeof(float)) * tensors.Sum(tensor => (double)tensor) <= GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        }
    }

    private static CsvDataOptions Columns(Table table, NetworkOptions options, NetworkTask task, NetworkLoss choice) => new()
    {
        Targets = [.. task.Targets.Select(target => target.Name)],
        Form = choice.IsOfClasses ? TargetForm.Classes : task.Task == PredictionTask.Binary ? TargetForm.TwoClasses : TargetForm.Numbers,
        PositiveClass = table.Options.PositiveClass,
        JoinsTargets = task.Task == PredictionTask.MultiLabel,
        LeavesOutRowsWithoutTarget = true,
        Ignore = [.. table.Options.Ignore.Select(column => column.Trim())],
        Weight = options.Weight,
        Group = table.Options.Group,
        Time = table.Options.Time,
        ValidationShare = options.Validation is null ? options.ValidationShare : 0,
        Seed = options.Seed,
        Words = CsvReader.Words,
    };

    /// <summary>Rejects numbers whose sum of squares overflows, which have no standard deviation, and numbers below the smallest normal float, which would lose their digits.</summary>
    private static void RefuseBeyondRange(NetworkTask task, CsvData data, double[][] values)
    {
        foreach (var target in task.Targets)
        {
            if (target.Kind == TargetKind.Regression && target.Values.Max(value => double.IsFinite(value) ? Math.Abs(value) : 0) is > 0 and < FloatNormal)
                throw DataException.Create($"{data.Name}, target {DataException.Quote(target.Name)}", "it holds no number beyond 1.2e-38, and a network computes in float", "numbers of a usual size are expected", "Give the target in another unit.");
        }

        for (var k = 0; k < values.Length; k++)
        {
            if (double.IsFinite(values[k].Sum(x => x * x))) continue;
            var name = task.Targets[Math.Min(k, task.Targets.Count - 1)].Name;
            var largest = values[k].Max(Math.Abs);
            throw DataException.Create(
                $"{data.Name}, target {DataException.Quote(name)}",
                double.IsInfinity(largest) ? "it holds a number beyond the largest float (3.4e38), and a network computes in float" : FormattableString.Invariant($"it holds numbers as large as {largest:0.#e0}, and the sum of their squares is beyond the largest double (1.8e308)"),
                "numbers that can be squared and added up are expected",
                "Give the target in another unit, or remove values that are not measurements.");
        }
    }

    private static bool NeedsDouble(TargetColumn target)
    {
        if (target.Kind != TargetKind.Regression) return false;
        var values = Array.FindAll(target.Values, double.IsFinite);
        return Math.Abs(RobustScale.Median(values)) > TargetLoss.MostFloatShift * RobustScale.Scale(values);
    }

    private static OutputMeaning MeaningOf(NetworkTask task, LossPlan loss, TableTreatment treatment)
    {
        var classes = task.Task is PredictionTask.Binary || loss.AsClasses || task.Task == PredictionTask.MultiClass ? treatment.Targets[0].Classes : [];
        return new OutputMeaning
        {
            Task = PredictionTasks.Word(task.Task),
            Targets = [.. task.Targets.Select(target => target.Name)],
            Classes = classes,
            Link = Wording.Snake(loss.Link),
            MarginLabels = loss.MarginLabels,
            AsClasses = loss.AsClasses,
            Further = [.. loss.Targets[0].Further.Select(further => further.Input.Name)],
            Units = loss.Targets.Any(target => target.Unit != 1) ? [.. loss.Targets.Select(target => target.Unit)] : [],
            Grades = task.AsClasses is { } grades ? [.. grades.Classes.Select(grade => double.Parse(grade, CultureInfo.InvariantCulture))] : [],
        };
    }
}

/// <summary>Passes each epoch on.</summary>
internal sealed class EpochReports(IProgress<EpochRecord> progress) : TrainingCallback
{
    public override void EpochEnded(Trainer trainer, EpochRecord record) => progress.Report(record);
}
