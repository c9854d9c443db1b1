using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Training.Checkpoints;

namespace Minima.Training;

/// <summary>A recorded step that was not finite: weights, batch with the numbers of its rows, random states. <c>minima doctor replay</c> runs it again.</summary>
public static class Replay
{
    private const string Features = "batch/features";
    private const string Target = "batch/target";
    private const string Weight = "batch/weight";

    /// <summary>Reruns the step of a replay file and reports the source.</summary>
    /// <param name="path">The path, as in <see cref="NaNGuard.ReplayPath"/>.</param>
    /// <param name="build">Creates the model from a description.</param>
    /// <exception cref="CheckpointException">The file is damaged, or is not a replay.</exception>
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
            var more = new List<Tensor>();
            while (tensors.Remove(MoreTarget(i, more.Count), out var another)) more.Add(another);
            var batch = new TrainingBatch(features, target, weight) { MoreTargets = more };

            // A file from before rows had numbers has none.
            batches.Add(replay["batches"] is JsonArray known && i < known.Count ? ReplayJson.WithRows(batch, known[i]) : batch);
        }

        var model = build(saved.Description);
        ModelTensors.Copy([.. tensors.Select(tensor => new NamedTensor(tensor.Key, tensor.Value))], [.. ModelTensors.Of(model)]);
        var states = model.RandomStates;
        var random = replay["random"] as JsonArray ?? [];
        for (var i = 0; i < states.Count && i < random.Count; i++)
        {
            if (!RandomSnapshot.TryParse(JsonText.Of(random[i]), out var snapshot)) throw new CheckpointException($"The replay's state of random generator {i} is damaged. A replay that draws other numbers proves nothing.");
            states[i].Restore(snapshot);
        }

        var terms = new List<LossTerm>();
        foreach (var (name, reference) in saved.Losses)
        {
            var (loss, missing) = reference.TryCreate();
            terms.Add(ReplayJson.Term(new LossTerm(name, loss ?? throw new CheckpointException(missing!)), (replay["terms"] as JsonObject)?[name]));
        }

        model.Train();
        return NonFiniteSearch.Run(model, new Objective(terms, TermWeights.AsGiven), batches, ReplayJson.Draws(replay["batches"], states)) with
        {
            Epoch = (int)Number("epoch", int.MaxValue),
            Step = (long)Number("step", 1L << 53),
            LearningRate = Number("learning_rate", double.MaxValue),
            Loss = double.NaN,
        };

        // The other numbers in the file are only shown, not used in computation; a missing one is 0.
        double Number(string name, double most) => JsonNumber.TryRead(replay[name], out var value) && value >= 0 && value <= most ? value : 0;
    }

    internal static void Save(string path, Trainer trainer, IReadOnlyList<TrainingBatch> batches, NonFiniteReport report, Action<int>? draw)
    {
        var tensors = ModelTensors.Of(trainer.Model).ToList();
        for (var i = 0; i < batches.Count; i++)
        {
            tensors.Add(new($"{Features}/{i}", batches[i].Features));
            tensors.Add(new($"{Target}/{i}", batches[i].Target));
            for (var k = 0; k < batches[i].MoreTargets.Count; k++) tensors.Add(new(MoreTarget(i, k), batches[i].MoreTargets[k]));
            if (!batches[i].Weight.IsNone) tensors.Add(new($"{Weight}/{i}", batches[i].Weight));
        }

        var random = new JsonArray();
        foreach (var state in trainer.Model.RandomStates) random.Add((JsonNode)JsonValue.Create(state.Snapshot.ToString()));
        var rows = new JsonArray();
        for (var i = 0; i < batches.Count; i++)
        {
            draw?.Invoke(i);
            rows.Add((JsonNode)ReplayJson.Rows(batches[i], draw is null ? [] : trainer.Model.RandomStates));
        }

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
                    ["code"] = report.Entry.Code,
                    ["random"] = random,
                    ["batches"] = rows,
                    ["terms"] = new JsonObject(trainer.Objective.Terms.Select(term => KeyValuePair.Create(term.Name, (JsonNode?)ReplayJson.Of(term)))),
                },
            },
        });
    }

    private static string MoreTarget(int batch, int target) => string.Create(CultureInfo.InvariantCulture, $"{Target}/{batch}/{target + 1}");
}
