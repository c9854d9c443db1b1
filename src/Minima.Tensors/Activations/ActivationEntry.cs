namespace Minima.Tensors;

/// <summary>An activation in the list that names are looked up in.</summary>
public abstract class ActivationEntry : Declaration
{
    private protected ActivationEntry()
    {
    }

    /// <inheritdoc/>
    public override string Kind => "activation";

    /// <summary>The initializer of a layer before it, by name.</summary>
    public string Initializer { get; init; } = "he_uniform";

    /// <summary>Makes the activation and gives it to <paramref name="user"/>; where it has no number, <paramref name="number"/> is not read.</summary>
    internal abstract TResult Make<TResult>(IActivationUser<TResult> user, double number);
}

/// <summary>An activation of a type.</summary>
internal sealed class ActivationEntry<TFunction>(Func<double, TFunction> make) : ActivationEntry
    where TFunction : struct, IActivation
{
    internal override TResult Make<TResult>(IActivationUser<TResult> user, double number) => user.Use(make(number));
}

/// <summary>What is made of an activation whose type is known by its entry alone.</summary>
internal interface IActivationUser<out TResult>
{
    TResult Use<TFunction>(TFunction function)
        where TFunction : struct, IActivation;
}
