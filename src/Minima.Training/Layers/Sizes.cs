namespace Minima.Training;

/// <summary>Checks of the sizes that layers are made with.</summary>
internal static class Sizes
{
    public static void Positive(string layer, string name, int value)
    {
        if (value < 1) throw new TrainingException($"{layer}: {name} is {value}; it must be 1 or more.");
    }
}
