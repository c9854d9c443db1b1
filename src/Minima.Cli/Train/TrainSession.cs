using System.Text.Json.Nodes;
using Minima.Cli.Compare;
using Minima.Cli.Predict;
using Minima.Cli.Terminal;
using Minima.Tabular;
using Minima.Tensors.Randomness;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>A training with everything that it needs, made of a request alone: the same request on the same file makes the same training, so that it can be resumed.</summary>
internal sealed class TrainSession : IDisposable
{
    private readonly CsvData? _validationData;
    private readonly List<IDisposable> _owned;

    private TrainSession(TrainRequest request, TrainTask task, CsvData data, CsvData? validationData, LossPlan loss, OutputMeaning meaning, NetworkPlan plan, List<IDisposable> owned)
    {
        Request = request;
        Task = task;
        Data = data;
        _validationData = validationData;
        Loss = loss;
        Meaning = meaning;
        Plan = plan;
        _owned = owned;
    }

    public TrainRequest Request { get; }

    public TrainTask Task { get; }

    public CsvData Data { get; }

    public LossPlan Loss { get; }

    public OutputMeaning Meaning { get; }

    public NetworkPlan Plan { get; }

    /// <summary>The rows that the model is judged by: of a file of their own, or kept from the other one; null where there are none.</summary>
    public (CsvData Data, RowSet Rows)? Validation => _validationData is { } file ? (file, RowSet.All(file.Rows)) : Data.Validation.Count > 0 ? (Data, Data.Validation) : null;

    public OutputReader Reader => new(Meaning, [.. Loss.Targets.Select(target => target.Loss)]);

    /// <exception cref="DataException">The data cannot be used.</exception>
    /// <exception cref="LossException">The loss does not fit.</exception>
    /// <exception cref="UsageException">Options do not go together.</exception>
    public static TrainSession Open(TrainRequest request, CancellationToken cancellation)
    {
        var task = TrainTask.Read(request, cancellation);
        var choice = LossChoice.Of(request, task);
        if (request.BalancesClasses && !(choice.IsOfClasses || task.Task == PredictionTask.Binary))
            throw new UsageException($"train: --class-weights is for one target of classes, and the target is {(task.Task == PredictionTask.MultiLabel ? "several labels" : "a number")}. Leave it out; --weight COLUMN weighs rows.");
        var owned = new List<IDisposable>();
        try
        {
            var precision = task.Targets.Any(NeedsDouble) ? ElementType.Double : ElementType.Single;
            var data = Own(CsvData.Open(request.Path, Options(request, task, choice) with { Precision = precision }, cancellation));
            var file = request.ValidationFile is { } path
                ? Own(data.Treatment.Open(path, new CsvDataOptions { Weight = request.Weight, LeavesOutRowsWithoutTarget = true, JoinsTargets = task.Task == PredictionTask.MultiLabel, Precision = precision }, cancellation))
                : null;
            if (file is not null && file.Targets.Count != data.Targets.Count)
                throw DataException.Create(file.Name, $"it does not hold every target ({DataException.List([.. task.Targets.Select(target => target.Name)])})", "rows to validate on need them", "Add the column, or leave out --validation-file.");
            var values = DataRows.Targets(data, data.Training);
            RefuseBeyondRange(task, data, values);
            var loss = choice.Plan(values, k => ResidualScale.Of(data, data.Training, k, request.Seed));
            BalanceChoice.Check(request, loss);
            var meaning = MeaningOf(task, loss, data.Treatment);
            meaning = meaning with { Constants = OutputReader.ConstantsOf(meaning, values) };
            var hasUnits = task.Targets[0].Kind == TargetKind.Regression && !choice.IsOfClasses;
            var plan = new NetworkPlan
            {
                Inputs = data.Treatment.FeatureCount,
                Hidden = request.Hidden,
                Outputs = meaning.Outputs,
                Activation = request.Activation,
                Dropout = request.Dropout,
                Normalise = request.Normalise,
                Type = precision,

                // A balance tells what tasks share from what each has for itself.
                Heads = request.Balance is null ? 1 : loss.Targets.Count,
                Start = hasUnits || request.BalancesClasses ? [] : BestConstant.OfClasses(loss.Targets[0].Loss, meaning.Constants, meaning.Outputs, (loss.MarginLabels ? -1 : 0, 1)),
                Units = hasUnits ? [.. loss.Targets.SelectMany(target => target.Outputs)] : [],
            };
            return new TrainSession(request, task, data, file, loss, meaning, plan, owned);
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

    /// <summary>Numbers whose squares have no finite sum have neither a mean nor a deviation to train with.</summary>
    private static void RefuseBeyondRange(TrainTask task, CsvData data, double[][] values)
    {
        for (var k = 0; k < values.Length; k++)
        {
            if (double.IsFinite(values[k].Sum(x => x * x))) continue;
            var name = task.Targets[Math.Min(k, task.Targets.Count - 1)].Name;
            var largest = values[k].Max(Math.Abs);
            throw DataException.Create(
                $"{data.Name}, target {DataException.Quote(name)}",
                double.IsInfinity(largest) ? "it holds a number beyond the largest float (3.4e38), and a network counts in float" : FormattableString.Invariant($"it holds numbers as large as {largest:0.#e0}, and the sum of their squares is beyond the largest double (1.8e308)"),
                "numbers that can be squared and added up are expected",
                "Give the target in another unit, or take out what is no measurement.");
        }
    }

    /// <summary>The training as it is begun.</summary>
    /// <param name="parts">Who watches, and where checkpoints go.</param>
    /// <param name="marks">The data files.</param>
    public (Trainer Trainer, IBatchSource Training, IBatchSource? Validation) Begin(TrainerParts parts, JsonArray marks)
    {
        var training = Batches(Data, Data.Training, isTraining: true);
        var validation = Validation is { } rows ? Batches(rows.Data, rows.Rows, isTraining: false) : null;
        if (Request.StopEarly > 0 && validation is null) throw new UsageException("train: --stop-early watches the validation rows, and there are none. Give --validation 0.2 or --validation-file FILE.");
        var model = Networks.Build(Plan, new RandomState(Request.Seed).Fork("network"));
        var optimizer = OptimizerChoice.Optimizer(Request, model.Parameters);
        var balance = BalanceChoice.Of(Request);
        var accumulated = Math.Max(Request.Accumulate, balance?.Batches ?? 1);
        var steps = (training.Batches + accumulated - 1) / accumulated;
        var about = ModelJson.Treatment(Data.Treatment, Meaning);
        about[ModelJson.Settings] = Request.Absolute().ToJson();
        about[ModelJson.Data] = marks.DeepClone();
        var trainer = new Trainer(model, Loss.ToObjective(Meaning.Targets), optimizer)
        {
            Epochs = Request.Epochs,
            AccumulatedBatches = accumulated,
            Balance = balance,
            Schedule = OptimizerChoice.Schedule(Request, (long)steps * Request.Epochs),
            ClipNorm = Request.Clip,
            EarlyStopping = validation is null ? null : new EarlyStopping(Request.StopEarly switch { null => TrainRequest.UsualPatience, 0 => int.MaxValue, { } patience => patience }),
            Metrics = TrainMetrics.For(this),
            Checkpoints = parts.Store,
            CheckpointEverySteps = Request.CheckpointEvery,
            Callbacks = parts.Callbacks,
            Progress = parts.Progress,
            Guard = Request.Guard ? new NaNGuard { ReplayPath = ReplayPath } : null,
            About = new SavedModel { Description = model.Describe(), DataTreatment = about },
        };
        return (trainer, training, validation);
    }

    /// <summary>The trained model for prediction: without settings and paths.</summary>
    public SavedModel ModelOf(Trainer trainer)
    {
        var model = trainer.TakeCheckpoint().Model;
        return new SavedModel { Weights = model.Weights, Description = model.Description, DataTreatment = ModelJson.Treatment(Data.Treatment, Meaning), Losses = model.Losses, Metrics = model.Metrics };
    }

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    private string? ReplayPath => Request.Checkpoints is { } folder ? Path.Combine(folder, "replay") : Request.Save is { } model ? ModelJson.PathOf(model, "-replay") : null;

    private AdaptedBatches Batches(CsvData data, RowSet rows, bool isTraining)
    {
        var batch = Request.Batch ?? (OptimizerChoice.TakesAllRows(Request) ? rows.Count : TrainRequest.UsualBatch);
        var classes = Meaning.IsOfClasses ? Meaning.Classes.Count : 0;
        var loader = new DataLoader(data, new DataLoaderOptions
        {
            BatchSize = isTraining ? batch : Math.Max(batch, 1024),
            Rows = rows,
            Seed = Request.Seed,
            Shuffles = isTraining,

            // One row has no variance.
            DropsLast = isTraining && Request.Normalise == Networks.BatchNormalisation && rows.Count % batch == 1 && rows.Count > batch,
            BalancesClasses = isTraining && Request.BalancesClasses && classes > 0,
        });
        _owned.Add(loader);
        var weights = isTraining && Request.BalancesClasses && classes == 0 ? Meaning.Constants[0].Select(share => 0.5 / share).ToArray() : [];
        return new AdaptedBatches(loader, Loss, classes, weights);
    }

    private static CsvDataOptions Options(TrainRequest request, TrainTask task, LossChoice choice) => new()
    {
        Targets = [.. task.Targets.Select(target => target.Name)],
        Form = choice.IsOfClasses ? TargetForm.Classes : task.Task == PredictionTask.Binary ? TargetForm.TwoClasses : TargetForm.Numbers,
        PositiveClass = request.PositiveClass,
        JoinsTargets = task.Task == PredictionTask.MultiLabel,
        LeavesOutRowsWithoutTarget = true,
        Ignore = [.. request.Ignore.Select(column => column.Trim())],
        Weight = request.Weight,
        Group = request.Group,
        Time = request.Time,
        ValidationShare = request.ValidationFile is null ? request.Validation : 0,
        Seed = request.Seed,
    };

    private static bool NeedsDouble(TargetColumn target)
    {
        if (target.Kind != TargetKind.Regression) return false;
        var values = Array.FindAll(target.Values, double.IsFinite);
        return Math.Abs(RobustScale.Median(values)) > TargetLoss.MostFloatShift * RobustScale.Scale(values);
    }

    private static OutputMeaning MeaningOf(TrainTask task, LossPlan loss, TableTreatment treatment)
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
            Grades = task.AsClasses is { } grades ? [.. grades.Classes.Select(grade => double.Parse(grade, System.Globalization.CultureInfo.InvariantCulture))] : [],
        };
    }
}

/// <summary>Who watches a training, and where its checkpoints go.</summary>
internal sealed record TrainerParts(CheckpointStore? Store, IReadOnlyList<TrainingCallback> Callbacks, ITrainingProgress? Progress);
