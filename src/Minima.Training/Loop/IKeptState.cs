namespace Minima.Training;

/// <summary>
/// State between steps in addition to weights and optimizer: anchors, importances, rows of earlier tasks, an old model. A trainer stores it in checkpoints, so that a
/// resumed training is bit-identical.
/// </summary>
/// <remarks>Regularizers that implement it are found automatically; list others in <see cref="Trainer.Kept"/>.</remarks>
public interface IKeptState
{
    /// <summary>Everything that the next step depends on besides the constructor arguments. The tensors may be the object's own, not copies.</summary>
    NamedState ExportState();

    /// <summary>Restores an exported state. Tensors are copied.</summary>
    /// <exception cref="TrainingException">The state belongs to another type or model, or is damaged. Nothing is changed then.</exception>
    void ImportState(NamedState state);
}
