using Minima.Tensors.Losses;

namespace Minima.Training;

/// <summary>
/// Rows of a new task with what the old model says of them as a further target (Li, Hoiem 2016): the new model learns the task, and goes on to say the same for the
/// old classes. No old rows are needed.
/// </summary>
/// <remarks>The old model is asked once for each batch, as it predicts (dropout off, running means), and never trained. It may have fewer outputs than the new one, which then says
/// the old classes first. Named in <see cref="Trainer.Kept"/>, the old model is part of checkpoints: to resume, make it anew with any weights.</remarks>
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

    /// <summary>The rows of a new task, with the answers of the old model behind their targets.</summary>
    /// <param name="rows">The new task.</param>
    /// <param name="old">The model as it was before: one that is not trained meanwhile (<see cref="Copy"/>).</param>
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

    /// <summary>A model with the same weights that stays as it is while this one is trained.</summary>
    /// <exception cref="TrainingException">A layer has no description. Load the old model from a file instead.</exception>
    public static Module Copy(Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var copy = WeightCopy.Copy(model);
        copy.Train(training: false);
        foreach (var parameter in copy.Parameters) parameter.IsTrainable = false;
        return copy;
    }

    /// <summary>The term of the objective that holds the model to the old answers.</summary>
    /// <param name="outputs">How many outputs the old model has: the first ones of the new model.</param>
    /// <param name="temperature">What logits are divided by.</param>
    /// <param name="weight">How much the old answers count beside the new task.</param>
    /// <param name="target">Where the old answers stand among the targets: how many the new rows have of their own.</param>
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

    /// <summary>The old model gets its weights back.</summary>
    /// <exception cref="TrainingException">They are those of another model: nothing is changed then.</exception>
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
