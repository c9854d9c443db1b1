namespace Minima.Training;

/// <summary>Common models.</summary>
public static class Models
{
    /// <summary>Linear layers, each but the last followed by an activation and, if requested, dropout.</summary>
    /// <param name="inputs">The number of features.</param>
    /// <param name="hidden">The width of each hidden layer; an empty list makes a linear model.</param>
    /// <param name="outputs">The number of outputs for each sample.</param>
    /// <param name="random">Draws the weights: He's for activations of the ReLU family, LeCun's for selu, Glorot's for saturating ones and for the last layer.</param>
    /// <param name="activation">One of <see cref="Activations.Names"/>.</param>
    /// <param name="dropout">The probability that dropout sets a hidden unit to 0 while training.</param>
    /// <param name="type">Float or double.</param>
    /// <exception cref="TrainingException">A size below 1, an unknown activation, or a dropout outside [0, 1).</exception>
    public static Sequential Mlp(int inputs, ReadOnlySpan<int> hidden, int outputs, RandomState random, string activation = "relu", double dropout = 0, ElementType type = ElementType.Single)
    {
        var layers = new List<Module>();
        foreach (var width in hidden)
        {
            var function = Activations.ByName(activation);
            layers.Add(new Linear(inputs, width, random, initializer: Activations.InitializerFor(activation), type: type));
            layers.Add(function);
            if (dropout != 0) layers.Add(new Dropout(dropout, random));
            inputs = width;
        }

        layers.Add(new Linear(inputs, outputs, random, initializer: Initializer.GlorotUniform, type: type));
        return new Sequential([.. layers]);
    }
}
