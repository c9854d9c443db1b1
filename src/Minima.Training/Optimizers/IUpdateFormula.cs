using Minima.Reals;

namespace Minima.Training;

/// <summary>
/// An optimizer's rule for one element: how a parameter and what the optimizer remembers of it change by a gradient. The struct holds the constants
/// of a step; one kernel reads it in lanes of float or double. Gradient scale, clipping and weight decay are the kernel's and come before.
/// </summary>
/// <remarks>A new optimizer is one file: this struct, and a rule with <see cref="OptimizerAttribute"/> that declares its options.</remarks>
/// <typeparam name="TRule">The options.</typeparam>
/// <typeparam name="TSelf">The formula itself.</typeparam>
public interface IUpdateFormula<TRule, TSelf>
    where TRule : struct, IUpdateRule<TRule>
    where TSelf : struct, IUpdateFormula<TRule, TSelf>
{
    /// <summary>The names of what is remembered for each element, in the order of <see cref="Apply"/>; at most three. They name the state in checkpoints.</summary>
    static abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>How many names there are: a constant, so that the kernel is compiled for it.</summary>
    static abstract int States { get; }

    /// <summary>The formula of one step of one parameter.</summary>
    /// <param name="rule">The options of the parameter's group as they are now.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="clock">Counts the steps of the parameter, this one included.</param>
    static abstract TSelf At(TRule rule, double learningRate, ref UpdateClock clock);

    /// <summary>What the state is filled with at first.</summary>
    static virtual double Initial(TRule rule) => 0;

    /// <summary>The update of one element.</summary>
    /// <param name="parameter">The element; changed.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">What is remembered under the first name; changed.</param>
    /// <param name="second">Under the second name, if there is one.</param>
    /// <param name="third">Under the third name, if there is one.</param>
    /// <typeparam name="L">The lanes.</typeparam>
    void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>;
}

/// <summary>The options of an optimizer whose rule is a formula for each element; <see cref="OptimizerAttribute"/> makes the optimizer of it.</summary>
/// <typeparam name="TSelf">The rule itself, a partial record struct.</typeparam>
public interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>The rule with options in the order of its entry; the generator writes it.</summary>
    static abstract TSelf Of(ReadOnlySpan<double> options);

    /// <summary>The formula for parameters of a group with these options: <c>new ParameterUpdate&lt;MyRule, MyFormula>()</c>.</summary>
    /// <exception cref="TrainingException">Options that do not go together.</exception>
    ParameterUpdate CreateUpdate();
}

/// <summary>Where one parameter stands in time.</summary>
public struct UpdateClock
{
    /// <summary>Steps so far, the present one included: 1 at first. Steps at which the parameter had no gradient do not count.</summary>
    public long Step;

    /// <summary>A product over the steps that a rule may keep (NAdam's momenta); 1 at first.</summary>
    public double Product;
}

/// <summary>A choice between two forms of a formula, made when the kernel is compiled.</summary>
public interface IChoice
{
    /// <summary>Whether it was made.</summary>
    static abstract bool IsOn { get; }
}

/// <summary>The form with the option.</summary>
public readonly struct On : IChoice
{
    public static bool IsOn => true;
}

/// <summary>The form without it.</summary>
public readonly struct Off : IChoice
{
    public static bool IsOn => false;
}
