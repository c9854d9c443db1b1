namespace Minima.Training;

/// <summary>Export and import of an optimizer's state.</summary>
public abstract partial class Optimizer
{
    private const string Rate = "learning_rate";
    private const string Factor = "learning_rate_factor";

    /// <summary>
    /// Everything that the next step depends on besides parameters, gradients and options: with it, an equally configured optimizer continues bit-identically.
    /// </summary>
    public NamedState ExportState()
    {
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal) { [Rate] = LearningRate, [Factor] = LearningRateFactor };
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        AddState(numbers, tensors);
        return new NamedState(Name, numbers, tensors);
    }

    /// <summary>Continues from the state of the exporting optimizer. Tensors are copied.</summary>
    /// <exception cref="TrainingException">Another optimizer, other parameters, other shapes, or a damaged number: nothing is changed.</exception>
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

    /// <summary>Adds the optimizer's own state.</summary>
    private protected abstract void AddState(Dictionary<string, double> numbers, Dictionary<string, Tensor> tensors);

    /// <summary>Allocates state whose size depends on the progress of the exporting optimizer.</summary>
    private protected virtual void PrepareState(NamedState state)
    {
    }

    /// <summary>Refuses numbers that no export writes.</summary>
    private protected abstract void CheckState(NamedState state);

    /// <summary>Imports the optimizer's own state; names and shapes are already checked.</summary>
    private protected abstract void TakeState(NamedState state);
}
