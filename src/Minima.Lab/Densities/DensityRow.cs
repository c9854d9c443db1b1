using Minima.Lab.Pictures;

namespace Minima.Lab.Densities;

/// <summary>A model in the table and the picture.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="Samples">Of the first seed.</param>
/// <param name="Modes">Covered, in the mean over seeds.</param>
/// <param name="Near">The share near a mode.</param>
/// <param name="Distance">To data.</param>
/// <param name="Surprise">Of unseen points, where it is known.</param>
internal sealed record DensityRow(Words Name, (double X, double Y)[] Samples, double Modes, double Near, double Distance, double? Surprise);
