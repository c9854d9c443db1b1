namespace Minima.Generator;
