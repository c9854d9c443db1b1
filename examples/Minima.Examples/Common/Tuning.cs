using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples;

/// <summary>Trainings that may break off: at the large end of a grid of learning rates that is what is expected.</summary>
internal static class Tuning
{
    /// <summary>Trains; false where loss or gradients left the range of numbers.</summary>
    public static bool Fit(Trainer trainer, IBatchSource rows)
    {
        try
        {
            trainer.Fit(rows);
            return true;
        }
        catch (NonFiniteException)
        {
            return false;
        }
    }
}
