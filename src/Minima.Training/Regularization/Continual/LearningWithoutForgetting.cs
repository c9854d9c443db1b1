using Minima.Tensors.Losses;

namespace Minima.Training;

/// <summary>
/// Adds the old model's outputs as a further target to the rows of a new task (Li, Hoiem 2016): the new model learns the task, and keeps its predictions for the
/// old classes. No old rows are needed.
/// </summary>
/// <remarks>The old model runs once for each batch, in prediction mode (dropout off, running means), and is never trained. It may have fewer outputs than the new one, whose
/// first outputs are then the old classes. Named in <see cref="Trainer.Kept"/>, the old model is part of checkpoints: to resume, create it again with any weights.</remarks>
/// <example><code>
/// var old = LearningWithoutForgetting.Copy(model);
/// var objective = new Objective([new LossTerm("new", loss), LearningWithoutForgetting.Term(outputs: 10)], TermWeights.AsGiven);
/// var rows = new LearningWithoutForgetting(newRows, old);
/// new Trainer(model, objective, optimizer) { Kept = [rows] }.Fit(rows);
/// </code></example>
public sealed class LearningWithoutForgetting : IBatchSource, IKeptState
{
    private const string Kind = "old model";

    private readonly IBatchSource _rows;
    private readonly Module _old;

    /// <summary>Creates the rows of a new task, with the outputs of the old model after their targets.</summary>
    /// <param name="rows">The samples of the new task.</param>
    /// <param name="old">The model before the new task: one that is not trained meanwhile (<see cref="Copy"/>).</param>
    public LearningWithoutForgetting(IBatchSource rows, Module old)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(old);
        (_rows, _old) = (rows, old);
    }

    /// <inheritdoc/>
    public long Rows => _rows.Rows;

    /// <inheritdoc/>
    public int Batches => _rows.Batches;

    /// <summary>Copies a model, with the same weights, so that the copy stays fixed while the original is trained.</summary>
    /// <exception cref="TrainingException">A layer has no description. Load the old model from a file instead.</exception>
    public static Module Copy(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var copy = WeightCopy.Copy(model);
        copy.Train(training: false);
        foreach (var parameter in copy.Parameters) parameter.IsTrainable = false;
        return copy;
    }

    /// <summary>The term of the objective that compares the model with the old outputs.</summary>
    /// <param name="outputs">The number of outputs of the old model: the first ones of the new model.</param>
    /// <param name="temperature">The divisor of the logits.</param>
    /// <param name="weight">The weight of the old outputs relative to the new task.</param>
    /// <param name="target">The index of the old outputs among the targets: the number of targets that the new rows have of their own.</param>
    /// <exception cref="LossException">A temperature that is not above 0.</exception>
    public static LossTerm Term(int outputs, double temperature = 2, double weight = 1, int target = 1) =>
        new("old answers", Loss.Create(Catalogue.OfType(typeof(OldAnswers))!, new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(temperature)] = temperature }))
        {
            OutputCount = outputs,
            Weight = weight,
            Target = target,
        };

    /// <inheritdoc/>
    public IBatchReader Open(int epoch, int firstBatch) => new Reader(_rows.Open(epoch, firstBatch), _old);

    /// <summary>The weights of the old model.</summary>
    public NamedState ExportState() =>
        new(Kind, new Dictionary<string, double>(StringComparer.Ordinal), ModelTensors.Of(_old).ToDictionary(tensor => tensor.Name, tensor => tensor.Value, StringComparer.Ordinal));

    /// <summary>Restores the weights of the old model.</summary>
    /// <exception cref="TrainingException">They are those of another model: nothing is changed.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(Kind);
        ModelTensors.Copy([.. state.Tensors.Select(tensor => new NamedTensor(tensor.Key, tensor.Value))], [.. ModelTensors.Of(_old)]);
    }

    private sealed class Reader(IBatchReader rows, Module old) : IBatchReader
    {
        public bool Next(out TrainingBatch batch)
        {
            if (!rows.Next(out batch)) return false;
            old.Train(training: false);
            using (Autograd.NoGradient()) batch = batch with { MoreTargets = [.. batch.MoreTargets, old.Forward(batch.Features)] };
            return true;
        }

        public void Dispose() => rows.Dispose();
    }
}
