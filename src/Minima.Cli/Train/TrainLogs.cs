using System.Text.Json.Nodes;
using Minima.Training;
using Minima.Training.Checkpoints;
using Minima.Training.Events;

namespace Minima.Cli.Train;

/// <summary>A line of JSON for each epoch, and for the beginning and the end.</summary>
/// <param name="log">Receives the lines; closed with the callback.</param>
/// <param name="weight">The factor of the loss in the objective.</param>
internal sealed class JsonLogCallback(JsonLinesLog log, double weight) : TrainingCallback, IDisposable
{
    public void Begin(bool resumed, Trainer trainer, JsonObject settings) => log.Write(resumed ? "resumed" : "started", trainer.Step, new JsonObject { ["epoch"] = trainer.EpochsDone, ["settings"] = settings });

    public override void EpochEnded(Trainer trainer, EpochRecord record) => log.Write("epoch", record.Step, Fields(record));

    public override void Ended(Trainer trainer, TrainingResult result) => log.Write(
        "ended", trainer.Step, new JsonObject { ["why"] = TrainWords.End(result.End).English, ["epoch"] = trainer.EpochsDone, ["best_epoch"] = result.BestEpoch });

    /// <summary>An epoch for programs, the loss in its own units.</summary>
    public JsonObject Fields(EpochRecord record) => Fields(record, weight);

    public static JsonObject Fields(EpochRecord record, double weight)
    {
        var json = new JsonObject { ["epoch"] = record.Epoch, ["loss"] = JsonNumber.Of(record.TrainingLoss / weight) };
        if (record.ValidationLoss is { } validation) json["validation_loss"] = JsonNumber.Of(validation / weight);
        foreach (var (name, value) in record.Metrics) json[name] = JsonNumber.Of(value);
        foreach (var (name, value) in record.Terms) json["loss/" + name] = JsonNumber.Of(value);
        foreach (var (name, value) in record.TermWeights) json["weight/" + name] = JsonNumber.Of(value);
        foreach (var (name, value) in record.TermGradientNorms) json["gradient_norm/" + name] = JsonNumber.Of(value);
        json["learning_rate"] = JsonNumber.Of(record.LearningRate);
        json["gradient_norm"] = JsonNumber.Of(record.GradientNorm);
        return json;
    }

    public void Dispose() => log.Dispose();
}

/// <summary>Curves and weight histograms for TensorBoard.</summary>
internal sealed class TensorBoardCallback(TensorBoardWriter writer, double weight) : TrainingCallback, IDisposable
{
    public override void EpochEnded(Trainer trainer, EpochRecord record)
    {
        var step = record.Step;
        writer.Scalars(step, ("loss/train", record.TrainingLoss / weight), ("learning_rate", record.LearningRate), ("gradient_norm", record.GradientNorm));
        if (record.ValidationLoss is { } validation) writer.Scalars(step, ("loss/validation", validation / weight));
        foreach (var (name, value) in record.Metrics) writer.Scalars(step, ("metric/" + name, value));
        foreach (var (name, value) in record.Terms) writer.Scalars(step, ("loss/" + name, value));
        foreach (var (name, value) in record.TermWeights) writer.Scalars(step, ("weight/" + name, value));
        foreach (var (name, value) in record.TermGradientNorms) writer.Scalars(step, ("gradient_norm/" + name, value));
        foreach (var parameter in trainer.Model.Parameters)
        {
            if (parameter.Value.Type == ElementType.Double) writer.Histogram(parameter.Name, step, parameter.Value.Read<double>());
            else writer.Histogram(parameter.Name, step, parameter.Value.Read<float>());
        }
    }

    public void Dispose() => writer.Dispose();
}

/// <summary>Reports once the path of the checkpoint, when the first one of an epoch is on the disk.</summary>
internal sealed class CheckpointNotice(Action say) : TrainingCallback
{
    private int _begun;

    public override void EpochStarted(Trainer trainer, int epoch)
    {
        if (++_begun == 2) say();
    }
}
