using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>Checkpoints, and resuming from them bit-identically.</summary>
public sealed partial class Trainer
{
    private const string BestPrefix = "best/";
    private const string OptimizerPrefix = "optimizer/";
    private const string KeptPrefix = "kept/";

    /// <summary>The objects with state, in the order in which checkpoints store it.</summary>
    private List<IKeptState> Remembering => [.. Regularizers.OfType<IKeptState>(), .. Kept];

    /// <summary>Restores model, optimizer and position from the newest intact checkpoint.</summary>
    /// <returns>The checkpoint found and those that are damaged; nothing is changed if there is none.</returns>
    /// <exception cref="TrainingException">There is no place for checkpoints, or the checkpoint is of another model, optimizer or schedule, or of other regularizers with state.</exception>
    public CheckpointSearch Resume()
    {
        if (Checkpoints is null) throw new TrainingException("There is nothing to resume from: Checkpoints is not set. Set it to the store that holds the checkpoints.");
        var search = Checkpoints.TryLoadLatest();
        if (search.Found is { } checkpoint) Restore(checkpoint);
        return search;
    }

    /// <summary>Restores model, optimizer and position from a checkpoint.</summary>
    /// <exception cref="TrainingException">It is of another model, optimizer or schedule, or of other regularizers with state.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var slices = checkpoint.Position.ContainsKey("slices") ? StateJson.Whole(checkpoint.Position, "slices") : 1;
        if (slices != StepSlices) throw new TrainingException($"The checkpoint is of a training whose steps have {slices} slices, and this one has {StepSlices}; its results would differ. Set Slices to {slices}, or begin anew.");
        var remembering = Remembering;
        var remembered = KeptStates.Read(remembering, checkpoint.Extra, Named(checkpoint.OptimizerTensors, KeptPrefix));
        ModelTensors.Copy(checkpoint.Model.Weights, [.. ModelTensors.Of(Model)]);
        Optimizer.ImportState(StateJson.Read(checkpoint.OptimizerState, Named(checkpoint.OptimizerTensors, OptimizerPrefix)));
        if (Schedule is PlateauSchedule plateau && checkpoint.ScheduleState.Count > 0) plateau.ImportState(StateJson.Read(checkpoint.ScheduleState, []));
        if (Average is not null && checkpoint.AveragedWeights.Count > 0) Average.ImportState(StateJson.Read(checkpoint.Extra["average"] as JsonObject ?? [], checkpoint.AveragedWeights));
        for (var i = 0; i < remembered.Length; i++) remembering[i].ImportState(remembered[i]);
        var states = Model.RandomStates;
        for (var i = 0; i < states.Count; i++)
        {
            if (!checkpoint.Random.TryGetValue($"model/{i}", out var snapshot)) throw new TrainingException($"The checkpoint has no state of the model's random generator {i}; the model draws from {states.Count}. It belongs to another model.");
            states[i].Restore(snapshot);
        }

        Step = checkpoint.Step;
        var position = checkpoint.Position;
        EpochsDone = (int)StateJson.Whole(position, "epoch");
        _batchesDone = (int)StateJson.Whole(position, "batch");
        _epochsWithoutImprovement = (int)StateJson.Whole(position, "epochs_without_improvement");
        StateJson.ReadSums(position, _step.EpochSums);
        _step.Terms.Read(position["term_record"]);
        if (Balance is not null) BalanceJson.Read(checkpoint.Extra["balance"] as JsonObject, Balance);
        _history.Clear();
        _history.AddRange(StateJson.ReadHistory(checkpoint.Model.Metrics));
        var bestEpoch = (int)StateJson.Whole(position, "best_epoch");
        if (bestEpoch > 0) _best.Restore(Named(checkpoint.OptimizerTensors, BestPrefix), StateJson.Number(position, "best_score"), bestEpoch);
    }

    /// <summary>The current state of the training.</summary>
    public Checkpoint TakeCheckpoint()
    {
        var optimizer = Optimizer.ExportState();
        var average = Average?.ExportState();
        var random = new Dictionary<string, RandomSnapshot>(StringComparer.Ordinal);
        var states = Model.RandomStates;
        for (var i = 0; i < states.Count; i++) random[$"model/{i}"] = states[i].Snapshot;
        var position = new JsonObject
        {
            ["epoch"] = EpochsDone,
            ["batch"] = _batchesDone,
            ["epochs_without_improvement"] = _epochsWithoutImprovement,
            ["best_epoch"] = _best.Epoch,
            ["best_score"] = JsonNumber.Of(_best.Score),
        };
        StateJson.WriteSums(position, _step.EpochSums);
        position["term_record"] = _step.Terms.Write();
        if (StepSlices > 1) position["slices"] = StepSlices;
        var extra = new JsonObject();
        if (Balance is not null) extra["balance"] = BalanceJson.Write(Balance);
        if (average is not null) extra["average"] = StateJson.Write(average);
        var kept = KeptStates.Write(Remembering, extra);
        return new Checkpoint
        {
            Model = SavedModel([.. ModelTensors.Of(Model)]),
            Step = Step,
            Score = _history.Count == 0 || _batchesDone > 0 ? null : _history[^1].ValidationLoss ?? _history[^1].TrainingLoss,
            OptimizerTensors =
            [
                .. optimizer.Tensors.Select(tensor => new NamedTensor(OptimizerPrefix + tensor.Key, tensor.Value)),
                .. _best.Epoch == 0 ? [] : _best.Kept.Select(tensor => new NamedTensor(BestPrefix + tensor.Name, tensor.Value)),
                .. kept.Select(tensor => tensor with { Name = KeptPrefix + tensor.Name }),
            ],
            AveragedWeights = average is null ? [] : [.. average.Tensors.Select(tensor => new NamedTensor(tensor.Key, tensor.Value))],
            OptimizerState = StateJson.Write(optimizer),
            ScheduleState = Schedule is PlateauSchedule plateau ? StateJson.Write(plateau.ExportState()) : [],
            Position = position,
            Extra = extra,
            Random = random,
        };
    }

    /// <summary>
    /// Saves the model for prediction, with averaged weights if an average is kept: weights, description, losses, and the treatment of the training table.
    /// <see cref="Module.Load"/> and <c>minima predict</c> read it.
    /// </summary>
    /// <remarks>A model with a layer that cannot be described is saved without description; <see cref="Module.LoadWeights"/> reads its weights.</remarks>
    /// <param name="path">The path without an extension. Two files are written, <c>.safetensors</c> and <c>.json</c>.</param>
    /// <exception cref="CheckpointException">A file cannot be written; an existing model is left unchanged.</exception>
    public void SaveModel(string path)
    {
        using var average = AverageApplied();
        ModelFile.Save(path, SavedModel([.. ModelTensors.Of(Model)]));
    }

    private SavedModel SavedModel(IReadOnlyList<NamedTensor> weights) => new()
    {
        Weights = weights,
        Description = About is { Description.Count: > 0 } described ? described.Description.DeepClone().AsObject() : Described(),
        DataTreatment = (About is { DataTreatment.Count: > 0 } treated ? treated.DataTreatment : _treatment)?.DeepClone().AsObject() ?? [],
        Losses = Objective.Terms.ToDictionary(term => term.Name, term => LossReference.Of(term.Loss), StringComparer.Ordinal),
        Metrics = StateJson.WriteHistory(_history),
    };

    private JsonObject Described()
    {
        try
        {
            return Model.Describe();
        }
        catch (TrainingException)
        {
            // Weights without a description are better than no model: Module.Load reports what is missing.
            return [];
        }
    }

    private void SaveCheckpoint()
    {
        if (WritesFiles) Checkpoints?.Save(TakeCheckpoint());
    }

    private static List<NamedTensor> Named(IReadOnlyList<NamedTensor> tensors, string prefix) =>
        [.. tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor => new NamedTensor(tensor.Name[prefix.Length..], tensor.Value))];
}
