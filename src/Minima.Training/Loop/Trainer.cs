using System.Numerics;
using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>
/// The training loop: epochs of batches, validation, early stopping, checkpoints that a killed training goes on from to the last bit.
/// </summary>
/// <example><code>
/// var random = new RandomState(1);
/// var model = Models.Mlp(64, [128], 10, random);
/// var trainer = new Trainer(model, new Objective(Loss.Create("cross_entropy")), new Adam(model.Parameters, 1e-3)) { Epochs = 20 };
/// var result = trainer.Fit(training, validation);
/// </code></example>
public sealed partial class Trainer
{
    /// <summary>The number of slices of a step of several processes unless <see cref="Slices"/> is given.</summary>
    public const int UsualSlices = 8;

    /// <summary>The most slices of a step.</summary>
    public const int MostSlices = 1 << 16;

    private readonly BestWeights _best;
    private readonly TrainingStep _step;
    private JsonObject? _treatment;
    private CancellationToken _cancellation;

    /// <summary>A trainer of a model.</summary>
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

    /// <summary>What is trained.</summary>
    public Module Model { get; }

    /// <summary>What is minimised.</summary>
    public Objective Objective { get; }

    /// <summary>How the parameters are changed.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How many times the training passes over all rows. It may be raised after a training, which a further <see cref="Fit"/> then continues.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int Epochs
    {
        get;
        set => field = value >= 1 ? value : throw new TrainingException($"Training was asked for {value} epochs; it needs at least 1.");
    } = 10;

    /// <summary>The learning rate over the steps; the optimizer's own where null.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>How many batches make one step, their gradients equal to those of one batch of all their rows.</summary>
    /// <exception cref="TrainingException">Below 1.</exception>
    public int AccumulatedBatches
    {
        get;
        init => field = value >= 1 ? value : throw new TrainingException($"A step was to be made of {value} batches; it needs at least 1.");
    } = 1;

    /// <summary>
    /// Into how many slices each step is cut, whose gradients are computed apart and added by one binary tree: a power of two. Any number of processes up to it
    /// makes the same training, bit for bit. Null for whole batches, and for <see cref="UsualSlices"/> where <see cref="Distributed"/> is set.
    /// </summary>
    /// <remarks>Batch normalisation takes mean and variance of each slice. What dropout draws depends on seed, step and slice.</remarks>
    /// <exception cref="TrainingException">No power of two from 1 to 65536.</exception>
    public int? Slices
    {
        get;
        init => field = value is null or (>= 1 and <= MostSlices) && BitOperations.IsPow2(value ?? 1) ? value : throw new TrainingException($"A step was to be cut into {value} slices; a power of two from 1 to {MostSlices} is expected, 8 say.");
    }

    /// <summary>The processes that make this training together, each with a trainer of its own made alike: rank 0 writes the checkpoints. Null for this process alone.</summary>
    public ProcessGroup? Distributed { get; init; }

    /// <summary>Where the norm of the gradients is held; null for nowhere.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Where every element of the gradients is held; null for nowhere.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// How the terms of the objective share a step, where that is not by their weights alone: the method is given the terms times their weights, and weighs
    /// them. Validation keeps to the objective's own weights. Null for those weights alone.
    /// </summary>
    public TaskBalance? Balance { get; init; }

    /// <summary>Penalties and constraints on parameters. What those remember that are <see cref="IKeptState"/>, checkpoints keep.</summary>
    public IReadOnlyList<Regularizer> Regularizers { get; init; } = [];

    /// <summary>What else remembers, beside the regularizers, and is to be kept in checkpoints: data that asks an old model, for example.</summary>
    public IReadOnlyList<IKeptState> Kept { get; init; } = [];

    /// <summary>Takes the gradient of each step up the slope, where the loss nearby is highest: two evaluations a step. Not with L-BFGS, and not with <see cref="Balance"/>. Null for where the weights are.</summary>
    public SharpnessAware? Sharpness { get; init; }

    /// <summary>An average of the weights over the steps, which validation, the best weights and a saved model use; the model itself keeps training on its own. Null for none.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>When to stop before the last epoch; null for never.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Figures to report besides the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>What is called on the way.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Where a person watches; null for nowhere.</summary>
    public ITrainingProgress? Progress { get; init; }

    /// <summary>Where checkpoints go, after each epoch; null for nowhere.</summary>
    public CheckpointStore? Checkpoints { get; init; }

    /// <summary>Checkpoints within epochs: after so many steps; 0 for none.</summary>
    public int CheckpointEverySteps { get; init; }

    /// <summary>Stops at the first loss or gradient that is not finite and finds its source; null to go on regardless.</summary>
    public NaNGuard? Guard { get; init; } = new();

    /// <summary>What else a saved model is to say: how it is built, how data is treated. Without it the model describes itself, and the table that it was trained on its treatment.</summary>
    public SavedModel? About { get; init; }

    /// <summary>Optimizer steps so far.</summary>
    public long Step { get; private set; }

    /// <summary>Epochs done.</summary>
    public int EpochsDone { get; private set; }

    /// <summary>What was recorded so far.</summary>
    public IReadOnlyList<EpochRecord> History => _history;

    /// <summary>The number of slices of a step; 1 for whole batches.</summary>
    internal int StepSlices => Slices ?? (Distributed is null ? 1 : UsualSlices);

    /// <summary>One process of a training writes files.</summary>
    internal bool WritesFiles => Distributed is null or { IsFirst: true };

    /// <summary>This process was asked to stop.</summary>
    internal bool IsAskedToStop => _cancellation.IsCancellationRequested;

    /// <summary>Several processes stop after the same step: what one was asked, all learn with the gradients of its next.</summary>
    private bool Stops => Distributed is null ? IsAskedToStop : _step.MustStop;

    /// <summary>Trains until the epochs are done, early stopping says so, or it is cancelled; goes on where <see cref="Resume"/> put it.</summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">The rows to judge by, or null.</param>
    /// <param name="cancellation">Asked after every step; a checkpoint is written before it ends.</param>
    /// <exception cref="TrainingException">No batch, an early stopping without validation rows, shapes that do not fit, or a second call after the last epoch.</exception>
    /// <exception cref="ProcessGroupException">A process of the training has ended, or was started with something else.</exception>
    /// <exception cref="NonFiniteException">A loss or gradient that is not finite.</exception>
    /// <exception cref="CheckpointException">Another training writes to the folder of the checkpoints, or one cannot be written.</exception>
    public TrainingResult Fit(IBatchSource training, IBatchSource? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Batches == 0) throw new TrainingException("There is no batch to train on: the data has no rows (or fewer than one batch, where incomplete ones are dropped).");
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

    /// <summary>The other processes of the training must not wait for this one. The exception goes on.</summary>
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
