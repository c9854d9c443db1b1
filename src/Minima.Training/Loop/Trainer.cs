using System.Numerics;
using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>
/// The training loop: epochs of batches, validation, early stopping, and checkpoints from which an interrupted training continues bit-identically.
/// </summary>
/// <example><code>
/// var random = new RandomState(1);
/// var model = Models.Mlp(64, [128], 10, random);
/// var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 1e-3)) { Epochs = 20 };
/// var result = trainer.Fit(training, validation);
/// </code></example>
public sealed partial class Trainer
{
    /// <summary>The default of <see cref="Slices"/> for a training by several processes.</summary>
    public const int UsualSlices = 8;

    /// <summary>The maximum number of slices of a step.</summary>
    public const int MostSlices = 1 << 16;

    private readonly BestWeights _best;
    private readonly TrainingStep _step;
    private JsonObject? _treatment;
    private CancellationToken _cancellation;

    /// <summary>Creates a trainer of a model.</summary>
    /// <exception cref="TrainingException">The optimizer trains nothing of the model.</exception>
    public Trainer(Module model, Objective objective, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (!model.Parameters.Any(parameter => optimizer.Parameters.Contains(parameter)))
        {
            throw new TrainingException("The optimizer was made with the parameters of another model: none of them is in this one. Make it with model.Parameters.");
        }

        Model = model;
        Objective = objective;
        Optimizer = optimizer;
        _best = new BestWeights(model);
        _step = new TrainingStep(this);
    }

    /// <summary>The model to train.</summary>
    public Module Model { get; }

    /// <summary>The objective to minimise.</summary>
    public Objective Objective { get; }

    /// <summary>The optimizer that updates the parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The number of passes over all rows. It may be raised after a training; a further <see cref="Fit"/> then continues it.</summary>
    /// <exception cref="TrainingException">The value is below 1.</exception>
    public int Epochs
    {
        get;
        set => field = value >= 1 ? value : throw new TrainingException($"Cannot train for {value} epochs; give at least 1.");
    } = 10;

    /// <summary>The schedule of the learning rate over the steps; null for the optimizer's own rate.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The number of batches in one step; its gradients equal those of one batch of all their rows.</summary>
    /// <exception cref="TrainingException">The value is below 1.</exception>
    public int AccumulatedBatches
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"A step cannot consist of {value} batches; give at least 1.");
    } = 1;

    /// <summary>
    /// The number of slices of each step: a power of two. The gradients of the slices are computed separately and added by one binary tree, so that any number of processes up
    /// to it gives a bit-identical training. Null for whole batches, or for <see cref="UsualSlices"/> if <see cref="Distributed"/> is set.
    /// </summary>
    /// <remarks>Batch normalisation uses mean and variance of each slice. Dropout draws depend on seed, step and slice.</remarks>
    /// <exception cref="TrainingException">The value is not a power of two from 1 to 65536.</exception>
    public int? Slices
    {
        get;
        init => field = value is null or (>= 1 and <= MostSlices) && BitOperations.IsPow2(value ?? 1) ? value : throw new TrainingException($"A step cannot be cut into {value} slices; give a power of two from 1 to {MostSlices}, such as 8.");
    }

    /// <summary>The processes that share this training, each with an identically configured trainer; rank 0 writes the checkpoints. Null for this process alone.</summary>
    public ProcessGroup? Distributed { get; init; }

    /// <summary>The maximum norm of the gradients; null for no clipping.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The maximum absolute value of each element of the gradients; null for no clipping.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// The method that balances the terms of the objective in a step; null to use their weights alone. The method receives the terms times their weights, and weighs
    /// them. Validation always uses the objective's own weights.
    /// </summary>
    public TaskBalance? Balance { get; init; }

    /// <summary>Penalties and constraints on parameters. Checkpoints keep the state of those that are <see cref="IKeptState"/>.</summary>
    public IReadOnlyList<Regularizer> Regularizers { get; init; } = [];

    /// <summary>Further objects whose state checkpoints keep, in addition to the regularizers: data that queries an old model, for example.</summary>
    public IReadOnlyList<IKeptState> Kept { get; init; } = [];

    /// <summary>Computes each step's gradient at the nearby point of highest loss: two evaluations a step. Not with L-BFGS or <see cref="Balance"/>. Null for the gradient at the weights.</summary>
    public SharpnessAware? Sharpness { get; init; }

    /// <summary>An average of the weights over the steps, used for validation, the best weights and a saved model; training continues with the model's own weights. Null for none.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>The rule to stop before the last epoch; null for none.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The metrics to report besides the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>The objects that are notified during training.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>The display of progress; null for none.</summary>
    public ITrainingProgress? Progress { get; init; }

    /// <summary>The store of checkpoints, written after each epoch; null for none.</summary>
    public CheckpointStore? Checkpoints { get; init; }

    /// <summary>The number of steps between checkpoints within epochs; 0 for none.</summary>
    public int CheckpointEverySteps { get; init; }

    /// <summary>Stops at the first loss or gradient that is not finite and finds its source; null to continue regardless.</summary>
    public NaNGuard? Guard { get; init; } = new();

    /// <summary>The description and data treatment of a saved model. If empty, the model describes itself, and the training table supplies the treatment.</summary>
    public SavedModel? About { get; init; }

    /// <summary>The number of optimizer steps so far.</summary>
    public long Step { get; private set; }

    /// <summary>The number of completed epochs.</summary>
    public int EpochsDone { get; private set; }

    /// <summary>The records of the epochs so far.</summary>
    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>The number of slices of a step; 1 for whole batches.</summary>
    internal int StepSlices => Slices ?? (Distributed is null ? 1 : UsualSlices);

    /// <summary>True for the one process of a training that writes files.</summary>
    internal bool WritesFiles => Distributed is null or { IsFirst: true };

    /// <summary>True if cancellation was requested for this process.</summary>
    internal bool IsAskedToStop => _cancellation.IsCancellationRequested;

    /// <summary>True if training stops. Several processes stop after the same step: they learn of a request with the gradients of the next step.</summary>
    private bool Stops => Distributed is null ? IsAskedToStop : _step.MustStop;

    /// <summary>Trains until the epochs are done, early stopping ends it, or it is cancelled; continues from the state restored by <see cref="Resume"/>.</summary>
    /// <param name="training">The rows to train on.</param>
    /// <param name="validation">The validation rows, or null.</param>
    /// <param name="cancellation">Checked after every step; a checkpoint is written before it ends.</param>
    /// <exception cref="TrainingException">There is no batch, early stopping has no validation rows, shapes do not match, or the last epoch is already done.</exception>
    /// <exception cref="ProcessGroupException">A process of the training has ended, or was started with other settings or data.</exception>
    /// <exception cref="NonFiniteException">A loss or gradient is not finite.</exception>
    /// <exception cref="CheckpointException">Another training writes to the folder of the checkpoints, or one cannot be written.</exception>
    public TrainingResult Fit(IBatchSource training, IBatchSource? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Batches == 0) throw new TrainingException("There is no batch to train on: the data has no rows (or fewer than one batch, if incomplete ones are dropped).");
        if (EarlyStopping is { Metric: null } && validation is null) throw new TrainingException("Early stopping watches the validation loss, and there are no validation rows. Give some, or watch a metric of the training rows.");
        if (_isFinished && EpochsDone >= Epochs) throw new TrainingException($"The training is finished: {EpochsDone} of {Epochs} epochs are done, and a second Fit has nothing to do. Raise Epochs to train on, or make a new Trainer to begin again.");
        if (_isFinished && HasRunOutOfPatience) throw new TrainingException($"The training was stopped early after {EpochsDone} epochs, and a second Fit has nothing to do. Make a new Trainer with more patience, or without early stopping.");
        if (training.Treatment is { } treatment) _treatment = treatment;
        try
        {
            return FitHere(training, validation, cancellation);
        }
        catch (Exception problem) when (TellOthers(problem))
        {
            throw;
        }
    }

    private TrainingResult FitHere(IBatchSource training, IBatchSource? validation, CancellationToken cancellation)
    {
        using var held = WritesFiles ? Checkpoints?.Hold() : null;
        if (Distributed is { } group) GroupChecks.Start(this, group, training, validation);
        Progress?.Started(Epochs, training.Batches, EpochsDone);
        _cancellation = cancellation;
        var end = Run(training, validation);
        _isFinished = end != TrainingEnd.Cancelled;
        if (end != TrainingEnd.Cancelled && EarlyStopping is { RestoresBest: true } && _best.Epoch > 0) _best.Put();
        var result = new TrainingResult(end, [.. _history], _best.Epoch > 0 ? _best.Epoch : EpochsDone);
        foreach (var callback in Callbacks) callback.Ended(this, result);
        Progress?.Ended(result);
        return result;
    }

    /// <summary>Notifies the other processes so that they do not wait for this one. Returns false: the exception propagates.</summary>
    private bool TellOthers(Exception problem)
    {
        Distributed?.Fail(problem.Message);
        return false;
    }

    private TrainingEnd Run(IBatchSource training, IBatchSource? validation)
    {
        while (EpochsDone < Epochs && !HasRunOutOfPatience)
        {
            foreach (var callback in Callbacks) callback.EpochStarted(this, EpochsDone + 1);
            var isWhole = RunEpoch(training);
            if (isWhole) EndEpoch(training, validation);
            SaveCheckpoint();
            if (!isWhole || (Stops && EpochsDone < Epochs)) return TrainingEnd.Cancelled;
        }

        return HasRunOutOfPatience ? TrainingEnd.StoppedEarly : TrainingEnd.Finished;
    }

    private bool RunEpoch(IBatchSource training)
    {
        Model.Train();
        using var reader = training.Open(EpochsDone, _batchesDone);
        while (_batchesDone < training.Batches)
        {
            var made = _step.Run(reader, Math.Min(AccumulatedBatches, training.Batches - _batchesDone));
            if (made == 0) break;
            _batchesDone += made;
            Step++;
            if (Distributed is { } group) GroupChecks.AfterStep(this, group);
            var report = new StepReport(EpochsDone + 1, _batchesDone, training.Batches, Step, _step.Loss, _step.GradientNorm, _step.LearningRate);
            for (var i = 0; i < Callbacks.Count; i++) Callbacks[i].StepEnded(this, report);
            Progress?.Stepped(report);
            var saves = CheckpointEverySteps > 0 && Step % CheckpointEverySteps == 0 && _batchesDone < training.Batches;
            if (Stops && _batchesDone < training.Batches) return false;
            if (saves) SaveCheckpoint();
        }

        return true;
    }

    private void EndEpoch(IBatchSource training, IBatchSource? validation)
    {
        EpochsDone++;
        _batchesDone = 0;
        var record = _step.TakeMeans(EpochsDone);
        if (validation is not null || Metrics.Count > 0)
        {
            var judged = Judge(validation ?? training, Distributed);
            record = record with { ValidationLoss = validation is null ? null : judged.Loss, Metrics = judged.Metrics };
        }

        _history.Add(record);
        if (Schedule is PlateauSchedule plateau) plateau.Report(record.ValidationLoss ?? record.TrainingLoss);
        Watch(record);
        foreach (var callback in Callbacks) callback.EpochEnded(this, record);
        Progress?.EpochEnded(record);
    }
}
