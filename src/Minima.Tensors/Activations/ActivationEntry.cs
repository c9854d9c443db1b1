namespace Minima.Tensors;

/// <summary>An activation in the list for lookup by name.</summary>
public abstract class ActivationEntry : Declaration
{
    private protected ActivationEntry()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "activation";

    /// <summary>The name of the initializer for a layer before it.</summary>
    public string Initializer { get; init; } = "he_uniform";

    /// <summary>Makes the activation and passes it to <paramref name="user"/>; if it has no number, <paramref name="number"/> is not read.</summary>
    internal abstract TResult Make<TResult>(IActivationUser<TResult> user, double number);
}

/// <summary>The entry of an activation of one type.</summary>
internal sealed class ActivationEntry<TFunction>(Func<double, TFunction> make) : ActivationEntry
    where TFunction : struct, IActivation
{
    internal override TResult Make<TResult>(IActivationUser<TResult> user, double number) => user.Use(make(number));
}

/// <summary>Makes a result from an activation whose type is known only to its entry.</summary>
internal interface IActivationUser<out TResult>
{
    TResult Use<TFunction>(TFunction function)
        where TFunction : struct, IActivation;
}
