namespace Minima.Tensors;

/// <summary>A tensor would have more elements than one can hold.</summary>
internal sealed class TensorSizeException(string message) : TrainingException(message);
