using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>A step that went wrong, written down: weights, batch, random states. <c>minima doctor replay</c> runs it again.</summary>
public static class Replay
{
    private const string Features = "batch/features";
    private const string Target = "batch/target";
    private const string Weight = "batch/weight";

    /// <summary>Runs a replay file: the same step, watched.</summary>
    /// <param name="path">As <see cref="NaNGuard.ReplayPath"/>.</param>
    /// <param name="build">Makes the model of a description.</param>
    /// <exception cref="CheckpointException">The file is damaged, or is no replay.</exception>
    public static NonFiniteReport Run(string path, Func<JsonObject, Module> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        var saved = ModelFile.Load(path);
        var tensors = saved.Weights.ToDictionary(tensor => tensor.Name, tensor => tensor.Value, StringComparer.Ordinal);
        if (saved.Metrics["replay"] is not JsonObject replay || !tensors.Remove($"{Features}/0", out var features))
        {
            throw new CheckpointException($"{path} is a model, not a replay of a step. NaNGuard writes replays where its ReplayPath says.");
        }

        var batches = new List<TrainingBatch>();
        for (var i = 0; ; i++)
        {
            if (i > 0 && !tensors.Remove($"{Features}/{i}", out features)) break;
            tensors.Remove($"{Target}/{i}", out var target);
            tensors.Remove($"{Weight}/{i}", out var weight);
            batches.Add(new TrainingBatch(features, target, weight));
        }

        var model = build(saved.Description);
        ModelTensors.Copy([.. tensors.Select(tensor => new NamedTensor(tensor.Key, tensor.Value))], [.. ModelTensors.Of(model)]);
        var states = model.RandomStates;
        var random = replay["random"] as JsonArray ?? [];
        for (var i = 0; i < states.Count && i < random.Count; i++)
        {
            if (RandomSnapshot.TryParse((string?)random[i], out var snapshot)) states[i].Restore(snapshot);
        }

        var terms = new List<LossTerm>();
        foreach (var (name, reference) in saved.Losses)
        {
            var (loss, missing) = reference.TryCreate();
            terms.Add(new LossTerm(name, loss ?? throw new CheckpointException(missing!)));
        }

        model.Train();
        return NonFiniteSearch.Run(model, new Objective(terms), batches) with
        {
            Epoch = (int?)replay["epoch"] ?? 0,
            Step = (long?)replay["step"] ?? 0,
            LearningRate = (double?)replay["learning_rate"] ?? 0,
            Loss = double.NaN,
        };
    }

    internal static void Save(string path, Trainer trainer, IReadOnlyList<TrainingBatch> batches, NonFiniteReport report)
    {
        var tensors = ModelTensors.Of(trainer.Model).ToList();
        for (var i = 0; i < batches.Count; i++)
        {
            tensors.Add(new($"{Features}/{i}", batches[i].Features));
            tensors.Add(new($"{Target}/{i}", batches[i].Target));
            if (!batches[i].Weight.IsNone) tensors.Add(new($"{Weight}/{i}", batches[i].Weight));
        }

        var random = new JsonArray();
        foreach (var state in trainer.Model.RandomStates) random.Add((JsonNode)JsonValue.Create(state.Snapshot.ToString()));
        ModelFile.Save(path, new SavedModel
        {
            Weights = tensors,
            Description = trainer.About?.Description.DeepClone().AsObject() ?? [],
            DataTreatment = trainer.About?.DataTreatment.DeepClone().AsObject() ?? [],
            Losses = trainer.Objective.Terms.ToDictionary(term => term.Name, term => LossReference.Of(term.Loss), StringComparer.Ordinal),
            Metrics = new JsonObject
            {
                ["replay"] = new JsonObject
                {
                    ["epoch"] = report.Epoch,
                    ["step"] = report.Step,
                    ["learning_rate"] = report.LearningRate,
                    ["code"] = report.Finding.Code,
                    ["random"] = random,
                },
            },
        });
    }
}
