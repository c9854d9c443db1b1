namespace Minima.Training;

/// <summary>What an optimizer remembers, out and in.</summary>
public abstract partial class Optimizer
{
    private const string Rate = "learning_rate";
    private const string Factor = "learning_rate_factor";

    /// <summary>
    /// Everything that the next step depends on besides parameters, gradients and options: with it, an optimizer made alike goes on to the same bits.
    /// </summary>
    public NamedState ExportState()
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal) { [Rate] = LearningRate, [Factor] = LearningRateFactor };
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        AddState(numbers, tensors);
        return new NamedState(Name, numbers, tensors);
    }

    /// <summary>Goes on where the exporting optimizer stood. Tensors are copied.</summary>
    /// <exception cref="TrainingException">Another optimizer, other parameters, other shapes, a damaged number: nothing is changed then.</exception>
    public void ImportState(NamedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.RequireKind(Name);
        PrepareState(state);
        state.RequireNamesOf(ExportState());
        CheckState(state);
        var rate = CheckedRate($"{Name}: the imported learning rate", state.Numbers[Rate]);
        LearningRateFactor = state.Numbers[Factor];
        LearningRate = rate;
        TakeState(state);
        ForgetClipping();
    }

    /// <summary>Adds what is remembered.</summary>
    private protected abstract void AddState(Dictionary<string, double> numbers, Dictionary<string, Tensor> tensors);

    /// <summary>Makes room for a state whose size depends on how far the exporting optimizer had come.</summary>
    private protected virtual void PrepareState(NamedState state)
    {
    }

    /// <summary>Refuses numbers that no export writes.</summary>
    private protected abstract void CheckState(NamedState state);

    /// <summary>Takes what is remembered; names and shapes are right.</summary>
    private protected abstract void TakeState(NamedState state);
}
