namespace Minima.Training;

/// <summary>
/// What remembers something between steps that weights and optimizer do not have: anchors, importances, rows of earlier tasks, an old model. A trainer keeps
/// it in checkpoints, so that a training that is taken up again goes on to the same bits.
/// </summary>
/// <remarks>Regularizers that are one are found by themselves; others are named in <see cref="Trainer.Kept"/>.</remarks>
public interface IKeptState
{
    /// <summary>Everything that the next step depends on besides what it was made with. The tensors may be its own, not copies.</summary>
    NamedState ExportState();

    /// <summary>Goes on where the exporting one stood. Tensors are copied.</summary>
    /// <exception cref="TrainingException">The state is of something else or of another model, or damaged: nothing is changed then.</exception>
    void ImportState(NamedState state);
}
