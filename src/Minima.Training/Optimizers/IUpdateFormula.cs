using Minima.Reals;

namespace Minima.Training;

/// <summary>
/// An optimizer's rule for one element: the update of a parameter and of its state by a gradient. The struct holds the constants
/// of a step; one kernel runs it in lanes of float or double. The kernel applies gradient scale, clipping and weight decay first.
/// </summary>
/// <remarks>A new optimizer is one file: this struct, and a rule with <see cref="OptimizerAttribute"/> that declares its options.</remarks>
/// <typeparam name="TRule">The options.</typeparam>
/// <typeparam name="TSelf">The formula itself.</typeparam>
public interface IUpdateFormula<TRule, TSelf>
    where TRule : struct, IUpdateRule<TRule>
    where TSelf : struct, IUpdateFormula<TRule, TSelf>
{
    /// <summary>The names of the state variables of each element, in the order of <see cref="Apply"/>; at most three. They name the state in checkpoints.</summary>
    static abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The number of state variables: a constant, so that the kernel is compiled for it.</summary>
    static abstract int States { get; }

    /// <summary>The formula of one step of one parameter.</summary>
    /// <param name="rule">The current options of the parameter's group.</param>
    /// <param name="learningRate">The rate of this step.</param>
    /// <param name="clock">Counts the steps of the parameter, this one included.</param>
    static abstract TSelf At(TRule rule, double learningRate, ref UpdateClock clock);

    /// <summary>The initial value of the state.</summary>
    static virtual double Initial(TRule rule) => 0;

    /// <summary>The update of one element.</summary>
    /// <param name="parameter">The element; changed.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">The first state variable; changed.</param>
    /// <param name="second">The second state variable, if there is one.</param>
    /// <param name="third">The third state variable, if there is one.</param>
    /// <typeparam name="L">The lanes.</typeparam>
    void Apply<L>(ref L parameter, L gradient, ref L first, ref L second, ref L third)
        where L : struct, ILanes<L>;
}

/// <summary>The options of an optimizer that updates each element by a formula; <see cref="OptimizerAttribute"/> generates the optimizer from it.</summary>
/// <typeparam name="TSelf">The rule itself, a partial record struct.</typeparam>
public interface IUpdateRule<TSelf>
    where TSelf : struct, IUpdateRule<TSelf>
{
    /// <summary>The rule with options in the order of its entry; the generator writes it.</summary>
    static abstract TSelf Of(ReadOnlySpan<double> options);

    /// <summary>The formula for parameters of a group with these options: <c>new ParameterUpdate&lt;MyRule, MyFormula>()</c>.</summary>
    /// <exception cref="TrainingException">Options that contradict each other.</exception>
    ParameterUpdate CreateUpdate();
}

/// <summary>The step count of one parameter.</summary>
public struct UpdateClock
{
    /// <summary>The number of steps so far, the current one included: 1 at first. Steps at which the parameter had no gradient do not count.</summary>
    public long Step;

    /// <summary>A product over the steps that a rule may keep (NAdam's momenta); 1 at first.</summary>
    public double Product;
}

/// <summary>A choice between two forms of a formula, made when the kernel is compiled.</summary>
public interface IChoice
{
    /// <summary>True for the form with the option.</summary>
    static abstract bool IsOn { get; }
}

/// <summary>The form with the option.</summary>
public readonly struct On : IChoice
{
    public static bool IsOn => true;
}

/// <summary>The form without the option.</summary>
public readonly struct Off : IChoice
{
    public static bool IsOn => false;
}
